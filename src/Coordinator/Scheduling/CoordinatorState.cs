using Sweep.Coordinator.Journal;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// Everything the coordinator knows, and nothing that is not in the journal: the fold of all events. It sees no clock, file or
/// randomness, so that a replay cannot tell that it is one. Changed by <see cref="Apply"/> alone. Not thread-safe.
/// </summary>
internal sealed partial class CoordinatorState
{
    private readonly List<SweepState> sweeps = [];
    private readonly Dictionary<string, SweepState> sweepsByName = [];
    private readonly Dictionary<RunId, RunState> runs = [];
    private readonly Dictionary<LeaseId, LeaseState> leases = [];
    private readonly Dictionary<LeaseId, LeaseState> activeLeases = [];
    private readonly Dictionary<string, AgentState> agents = [];
    private readonly List<LeftOutEntry> leftOut = [];
    private SweepPlan? latestPlan;

    /// <summary>How long epochs took lately.</summary>
    public EpochPaces Paces { get; } = new();

    /// <summary>How many events made this state: the sequence of the last one.</summary>
    public long Sequence { get; private set; }

    /// <summary>In order of first submission.</summary>
    public IReadOnlyList<SweepState> Sweeps => sweeps;
    public IReadOnlyCollection<AgentState> Agents => agents.Values;
    public IReadOnlyCollection<LeaseState> Leases => leases.Values;
    public IReadOnlyCollection<LeaseState> ActiveLeases => activeLeases.Values;

    /// <summary>The highest lease number ever granted; 0 before the first.</summary>
    public LeaseId LastLease { get; private set; }

    /// <summary>
    /// Events about runs or leases that no event before them introduced. None, unless the journal was made by a program that plans
    /// differently.
    /// </summary>
    public long Orphans { get; private set; }

    /// <summary>
    /// Submissions that cannot be followed: an older program let them in, and one that refuses them could never start. They count for
    /// nothing.
    /// </summary>
    public IReadOnlyList<LeftOutEntry> LeftOut => leftOut;

    public SweepState? Sweep(string? name) => name is null ? null : sweepsByName.GetValueOrDefault(name);
    public RunState? Run(RunId run) => runs.GetValueOrDefault(run);
    public LeaseState? Lease(LeaseId lease) => leases.GetValueOrDefault(lease);

    /// <summary>
    /// The lease that a report speaks of; null where there is none, or where its number belongs to another run here than in the home that
    /// granted it.
    /// </summary>
    public LeaseState? LeaseOf(Report report) =>
        Lease(report.Lease) is { } lease && (report.Run is not { } run || run == lease.Run.Id) ? lease : null;

    public AgentState? Agent(string agent) => agents.GetValueOrDefault(agent);

    /// <summary>The plan of a spec. The latest one is kept, because a submission needs it to decide and again to apply.</summary>
    public SweepPlan PlanOf(SweepSpec spec) =>
        latestPlan is { } plan && ReferenceEquals(plan.Spec, spec) ? plan : latestPlan = SweepPlan.Of(spec);

    public static CoordinatorState Replay(IEnumerable<JournalEvent> events)
    {
        var state = new CoordinatorState();
        foreach (var e in events)
            state.Apply(e);
        return state;
    }

    public static CoordinatorState Replay(IEnumerable<JournalEntry> entries) => Replay(entries.Select(entry => entry.Event));
}

/// <summary>An entry of the journal that says nothing that could be followed.</summary>
/// <param name="What">What it is about.</param>
/// <param name="Why">One sentence.</param>
internal sealed record LeftOutEntry(long Sequence, string What, string Why);
