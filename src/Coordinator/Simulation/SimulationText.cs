using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Simulation;

/// <summary>Simulated labs in words.</summary>
internal static class SimulationText
{
    private const int MostFindings = 5;
    private const int MostNamed = 20;

    public static string Progress(SimulationReport report) =>
        $"{Counted.Of(report.Seeds, "lab")}, {Counted.Of(report.Faults, "fault")}, {Counted.Of(report.Findings.Length, "finding")}";

    /// <summary>What was done, what came of it, what it cost.</summary>
    public static IEnumerable<string> Summary(SimulationReport report)
    {
        yield return $"Did      {Counted.Of(report.Faults, "fault")} to {Counted.Of(report.Seeds, "simulated lab")} "
            + $"from seed {report.Seed} in {Durations.Of(report.Seconds)}:";
        foreach (var (kind, count) in report.FaultsByKind)
            yield return $"         {Counted.Of(count)} {kind}";
        yield return $"Came of  {Counted.Of((long)report.SimulatedHours, "simulated hour")}, {Counted.Of(report.Steps, "step")}, "
            + $"{Counted.Of(report.EpochsTrained, "epoch")}, {Counted.Of(report.Commands, "command")}, "
            + $"{Counted.Of(report.CoordinatorStarts, "start")} of coordinators and {Counted.Of(report.AgentStarts)} of agents";
        yield return $"         {Counted.Of(report.Compared, "promise")} held against the journal";
        yield return report.Clean ? "Found    nothing" : $"Found    {Counted.Of(report.Findings.Length, "thing")}:";
        foreach (var finding in report.Findings.Take(MostFindings))
        {
            yield return $"  - seed {finding.Seed}, after {Durations.Of(finding.At)}: "
                + $"it does not hold that {finding.Promise}: {finding.What}";
            foreach (var line in finding.Trail)
                yield return $"      {line}";
            yield return $"    again: {finding.Replay}";
        }
        if (report.Findings.Length > MostFindings)
            yield return $"  and in {Counted.Of(report.Findings.Length - MostFindings)} more: "
                + string.Join(", ", report.Findings.Skip(MostFindings).Take(MostNamed).Select(finding => $"{finding.Seed}"));
    }
}
