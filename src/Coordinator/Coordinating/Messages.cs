using System.Collections.Immutable;
using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Coordinating;

/// <summary>
/// Asks the coordinator what is being trained right now; answered by a <see cref="LiveView"/>. Commands are sent as
/// <see cref="Scheduling.Command"/>.
/// </summary>
internal sealed record GetLive;

/// <summary>Asks why something stands as it does; answered by an <see cref="ExplanationView"/> or <see cref="Declined"/>.</summary>
internal sealed record Explain(string Name, ExplainedKind? Kind);

/// <summary>Asks for the recorded epochs of a sweep's runs, a part at a time; answered by a <see cref="CurvesPart"/>.</summary>
/// <param name="From">How many of its runs are known already.</param>
internal sealed record GetCurves(string Sweep, int From);

/// <summary>Asks for entries of the journal in words; answered by an <see cref="EventPage"/>.</summary>
/// <param name="After">The entry that they follow on.</param>
/// <param name="Agent">Whom they are to be about; null puts all into words.</param>
internal sealed record PutIntoWords(long After, IReadOnlyList<JournalEntry> Entries, string? Agent = null);

/// <summary>What only the live coordinator knows, because it is in no journal: runs in training and agents at work.</summary>
/// <param name="Work">What is left to train, not older than a second.</param>
/// <param name="Waiting">Why nobody trains a sweep that has something left, by its name.</param>
internal sealed record LiveView(
    DateTimeOffset At, ImmutableArray<RunningView> Running, ImmutableArray<AgentView> Agents,
    Workload Work, ThroughputView Throughput, ImmutableArray<FailureView> Failures,
    ImmutableDictionary<string, string> Waiting)
{
    /// <summary>Entries of the journal that count for nothing.</summary>
    public ImmutableArray<LeftOutEntry> LeftOut { get; init; } = [];
}

/// <summary>A node of the cluster has left it of its own will, with the agent on it.</summary>
/// <param name="Node">As <see cref="IPeer.Node"/> says it.</param>
internal sealed record NodeLeft(string Node);

/// <summary>An agent was removed by a person's order: its node is to be taken out of the cluster, which closes its connection.</summary>
/// <param name="Node">As <see cref="IPeer.Node"/> says it.</param>
internal sealed record AgentDismissed(string Node);

/// <summary>Time to look for leases that nobody was heard about.</summary>
internal sealed record LookAtLeases
{
    public static readonly LookAtLeases Now = new();
}

/// <summary>Everything decided so far goes to disk, and its effects after it.</summary>
internal sealed record FlushDecisions
{
    public static readonly FlushDecisions Now = new();
}
