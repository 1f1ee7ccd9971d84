using Sweep.Experiments.Planning;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Scheduling;

/// <summary>What the journal says about one run: its curve, whoever trained it, and its leases.</summary>
internal sealed class RunState(SweepState sweep, Run run)
{
    private readonly List<LeaseState> leases = new(1);
    private readonly List<SweepTrial> trials = [];
    private HashSet<string>? lost;

    public RunId Id => Run.Id;

    /// <summary>What the duration of its epochs depends on, the slot apart.</summary>
    public RunKind Kind => sweep.KindOf(Run.Parameters);
    public SweepState Sweep => sweep;

    /// <summary>As last planned: the spec in force, or the last one that had this run.</summary>
    public Run Run { get; internal set; } = run;

    /// <summary>Place in the plan of the spec in force; <see cref="SweepTrial.NotInGrid"/> where that no longer has the run.</summary>
    public int PlanIndex { get; internal set; } = SweepTrial.NotInGrid;
    public bool InGrid => PlanIndex != SweepTrial.NotInGrid;

    /// <summary>Every trial this run serves or ever served, in order of first appearance; those no longer in the grid included.</summary>
    public IReadOnlyList<SweepTrial> Trials => trials;

    public Curve Curve { get; } = new();

    /// <summary>All leases ever granted for this run, oldest first.</summary>
    public IReadOnlyList<LeaseState> Leases => leases;

    /// <summary>The active lease, the older one where there are two; null when nobody trains the run.</summary>
    public LeaseState? CurrentLease { get; private set; }

    /// <summary>The other active lease of a run that was started twice; null where there is none.</summary>
    public LeaseState? SecondLease { get; private set; }

    /// <summary>Those that are active, none, one or two.</summary>
    public IEnumerable<LeaseState> ActiveLeases => new[] { CurrentLease, SecondLease }.OfType<LeaseState>();
    public LeaseState? LatestLease => leases.Count == 0 ? null : leases[^1];
    public int Attempts => leases.Count;

    /// <summary>
    /// What the run was begun with, and so is continued with, whatever a newer program would choose; null before, and where there is
    /// nothing to choose.
    /// </summary>
    public string? Arithmetic => leases.FirstOrDefault(lease => lease.Provenance is not null)?.Provenance?.SameArithmetic;

    /// <summary>How attempts have failed.</summary>
    public RunTally Tally { get; internal set; } = RunTally.None;

    /// <summary>Why the run was given up; null when it was not.</summary>
    public string? FailedCause { get; internal set; }

    public bool Diverged => Curve.Diverged;

    /// <summary>Nothing is left to train, whatever the sweep's state: every milestone is covered or the run diverged.</summary>
    public bool Done => Diverged || Curve.Count >= Run.Epochs;

    /// <summary>Part of the grid, with milestones that still need training, and not given up.</summary>
    public bool Open => InGrid && FailedCause is null && !Done;

    public int RemainingEpochs => Done ? 0 : Run.Epochs - Curve.Count;

    /// <summary>
    /// Where the next attempt continues: the newest checkpoint that an agent has not failed to get; null at the initialisation.
    /// </summary>
    public CheckpointReference? LatestCheckpoint
    {
        get
        {
            for (var i = Curve.Count - 1; i >= 0; i--)
            {
                if (Curve.CheckpointOf(i) is { } checkpoint && HexForm.IsSha256(checkpoint.Sha256)
                    && lost?.Contains(checkpoint.Sha256) != true)
                    return checkpoint;
            }
            return null;
        }
    }

    /// <summary>The recorded checkpoint after <paramref name="epoch"/>; null at epoch 0.</summary>
    public CheckpointReference? CheckpointAt(int epoch) => epoch == 0 ? null : Curve.CheckpointOf(epoch - 1);

    /// <summary>
    /// Whether a device of this agent was too small for the run, with nothing beside it. A restart of the agent may change that.
    /// </summary>
    public bool IsTooBigFor(AgentState agent) => Tally.IsTooBigFor(agent.Name, agent.Incarnation);

    internal void TryAfresh() => (FailedCause, Tally) = (null, RunTally.None);

    internal OpenRuns.Key? OpenKey { get; set; }

    /// <summary>A lease is granted.</summary>
    internal void Add(LeaseState lease)
    {
        leases.Add(lease);
        if (lease.Second && CurrentLease is not null)
            SecondLease = lease;
        else
            CurrentLease = lease;
    }

    /// <summary>A lease has ended.</summary>
    internal void End(LeaseState lease)
    {
        if (CurrentLease == lease)
            (CurrentLease, SecondLease) = (SecondLease, null);
        else if (SecondLease == lease)
            SecondLease = null;
    }

    /// <summary>The checkpoint after <paramref name="epoch"/> is not to be had any more.</summary>
    internal void Lose(int epoch)
    {
        if (CheckpointAt(epoch) is { } checkpoint)
            (lost ??= []).Add(checkpoint.Sha256);
    }

    internal void Add(SweepTrial trial) => trials.Add(trial);
}
