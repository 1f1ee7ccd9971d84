using System.Collections.Immutable;

namespace Sweep.Coordinator.Simulation;

/// <summary>What so many simulated labs came to. Its JSON names are a contract.</summary>
/// <param name="Seed">The first; the others follow it.</param>
/// <param name="Seeds">How many were run, fewer than asked for where it was interrupted.</param>
/// <param name="Seconds">Of this machine.</param>
/// <param name="SimulatedHours">Of the labs.</param>
/// <param name="Steps">Things that happened.</param>
/// <param name="Compared">Promises that were held against a journal.</param>
/// <param name="Faults">All of them.</param>
/// <param name="FaultsByKind">The same by what they were.</param>
internal sealed record SimulationReport(
    long Seed, long Seeds, double Seconds, double SimulatedHours, long Steps, long EpochsTrained, long Commands, long CoordinatorStarts,
    long AgentStarts, long Compared, long Faults, ImmutableSortedDictionary<string, long> FaultsByKind,
    ImmutableArray<SimulationFinding> Findings)
{
    /// <summary>Whether nothing was found.</summary>
    public bool Clean => Findings.IsEmpty;
}

/// <summary>A lab in which something did not hold.</summary>
/// <param name="Promise">What must hold.</param>
/// <param name="What">What was found instead.</param>
/// <param name="At">Simulated seconds since the lab began.</param>
/// <param name="Replay">The command that shows it again.</param>
/// <param name="Trail">The last things that happened.</param>
internal sealed record SimulationFinding(
    long Seed, string Promise, string What, double At, string Replay, ImmutableArray<string> Trail);
