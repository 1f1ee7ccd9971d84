namespace Sweep.Reporting.Answers;

/// <summary>
/// A question to a home. Each kind is a sealed record of its own, which says what is asked; whoever has the home answers it.
/// </summary>
public abstract record Question<TAnswer>;
