using System.Collections.Immutable;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Drilling;

/// <summary>What a drill did, what came of it and what it cost. Its JSON names are a contract.</summary>
/// <param name="Clean">Whether nothing was found.</param>
/// <param name="Verification">What <c>sweep verify --complete</c> said about the drill's home; null where it said nothing.</param>
/// <param name="Folder">Where everything is kept; null where it was removed.</param>
/// <param name="Stretch">So many times longer than asked for are leases, stall and training, because the machine is busy.</param>
internal sealed record DrillReport(
    long Seed, int Agents, double Seconds, bool Clean, DrillResults Results, DrillCost Cost, DrillNetwork Network,
    ImmutableArray<FaultView> Faults,
    ImmutableArray<string> Findings, VerificationReport? Verification, string? Folder, double Stretch = 1)
{
    /// <summary>What was asked for and could not be done on this machine, a sentence each.</summary>
    public ImmutableArray<string> LeftOut { get; init; } = [];

    /// <summary>What these figures say that a simulation does not, and the other way round.</summary>
    public string Scope { get; } =
        "Real processes, kernels, sockets, disks and libtorch are what only this drill meets; the order of events, loss among agents and "
        + "of what was not synced, failing disks and whole weeks are what sweep drill --simulated draws, thousands of times as often.";
}

/// <param name="Lost">Epochs that the coordinator said to have and that are not in the journal.</param>
/// <param name="Repeated">Epochs of a run recorded more than once.</param>
/// <param name="Acknowledged">Epochs that the coordinator told an agent it has, each compared with the journal in the end.</param>
/// <param name="Shown">Results that it showed to somebody who asked, each compared with every later answer.</param>
/// <param name="Open">Trials without a result when the time was up: late, not lost.</param>
internal sealed record DrillResults(int Trials, int Results, int Lost, int Repeated, int Acknowledged, int Shown, int Open);

/// <param name="EpochsTrained">As reported by agents.</param>
/// <param name="EpochsRepeated">Trained beyond those recorded.</param>
/// <param name="SlotSeconds">Wall clock of all slots while the sweeps were open.</param>
/// <param name="TrainedSeconds">Of these, spent in epochs that are recorded.</param>
internal sealed record DrillCost(
    int EpochsTrained, int EpochsRecorded, int EpochsRepeated, double SlotSeconds, double TrainedSeconds, int Attempts,
    int CoordinatorStarts, int AgentStarts)
{
    public double LostSeconds => SlotSeconds - TrainedSeconds;
}

/// <param name="Duplicates">Reports that the coordinator answered as known already.</param>
/// <param name="Stale">Reports that came too late to count.</param>
internal sealed record DrillNetwork(long Doubled, long Delayed, long Lost, long Duplicates, long Stale);

/// <param name="At">Seconds since the first.</param>
/// <param name="Lasts">Seconds.</param>
/// <param name="Jump">Seconds by which a clock is off.</param>
/// <param name="Done">False where the victim never came within reach.</param>
internal sealed record FaultView(double At, string Victim, string Act, double Lasts, double Jump, bool Done);
