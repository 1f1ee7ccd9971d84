namespace Sweep.Reporting.Answers;

/// <summary>What an explanation is about. In JSON and in options these are its words, in camel case.</summary>
public enum ExplainedKind { Sweep, Agent, Trial }

/// <summary>The answer of <c>sweep explain</c>. The JSON names and their order are a contract.</summary>
/// <param name="Name">The whole name or id, also where the question had the beginning of it alone.</param>
/// <param name="Sweep">The sweep of a trial; null otherwise.</param>
/// <param name="State">Where it stands, in one word: those of trials, sweeps and agents elsewhere.</param>
/// <param name="Why">What it is, what was decided about it and by which rule: whole sentences, one paragraph.</param>
/// <param name="Change">What would have to change for it to go on, or to become something else; null where nothing has to.</param>
public sealed record ExplanationView(ExplainedKind Kind, string Name, string? Sweep, string State, string Why, string? Change);
