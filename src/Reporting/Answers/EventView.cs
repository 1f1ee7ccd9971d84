using System.Collections.Immutable;

namespace Sweep.Reporting.Answers;

/// <summary>One entry of the journal, as <c>sweep events</c> tells it. The JSON names and their order are a contract.</summary>
/// <param name="Sequence">Its place in the journal, counted from 1.</param>
/// <param name="Kind">The journal's own word for it.</param>
/// <param name="Text">One sentence for an operator.</param>
/// <param name="Sweep">Null where it is about none, like the others.</param>
public sealed record EventView(
    long Sequence, DateTimeOffset At, string Kind, string Text, string? Sweep, string? Run, long? Lease, string? Agent, int? Slot);

/// <summary>Some entries of the journal, in order.</summary>
/// <param name="Last">Where the next question goes on: the number of the last entry told, or what was asked from.</param>
public sealed record EventPage(ImmutableArray<EventView> Events, long Last);
