using System.Globalization;
using Sweep.Coordinator.Drilling.Faults;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Drilling;

/// <summary>A drill in words.</summary>
internal static class DrillText
{
    public static string Clock(TimeSpan since) => since.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture);

    public static string Line(DoneFault done) =>
        $"{done.Fault.Victim}: {(done.Done ? Words(done.Fault) : "not there to be hurt, let go")}";

    public static FaultView View(DoneFault done) => new(
        Math.Round(done.At.TotalSeconds, 3), done.Fault.Victim.ToString(), done.Fault.Act.ToString().ToLowerInvariant(),
        done.Fault.Lasts.TotalSeconds, done.Fault.Jump.TotalSeconds, done.Done);

    /// <summary>What it did, what came of it, what it cost.</summary>
    public static IEnumerable<string> Summary(DrillReport report)
    {
        yield return "";
        yield return $"Did      {Counted.Of(report.Faults.Count(fault => fault.Done), "fault")} in {Durations.Of(report.Seconds)}: "
            + $"{ByKind(report)}";
        if (report.Network is { Doubled: > 0 } or { Delayed: > 0 } or { Lost: > 0 })
            yield return $"         messages: {Counted.Of(report.Network.Doubled)} doubled, "
                + $"{Counted.Of(report.Network.Delayed)} overtaken, {Counted.Of(report.Network.Lost)} lost on the way";
        yield return $"Came of  {Counted.Of(report.Results.Trials, "trial")}: {Counted.Of(report.Results.Results)} with a result, "
            + $"{(report.Results.Open > 0 ? $"{Counted.Of(report.Results.Open)} not done in time, " : "")}"
            + $"{Counted.Of(report.Results.Lost)} lost, {Counted.Of(report.Results.Repeated)} repeated";
        yield return $"         {Counted.Of(report.Results.Acknowledged, "acknowledged epoch")} and "
            + $"{Counted.Of(report.Results.Shown, "shown result")} compared with the journal";
        yield return $"Cost     {Counted.Of(report.Cost.EpochsRepeated, "repeated epoch")} "
            + $"({Counted.Of(report.Cost.EpochsTrained)} trained, {Counted.Of(report.Cost.EpochsRecorded)} recorded) "
            + $"in {Counted.Of(report.Cost.Attempts, "attempt")}";
        yield return $"         {Durations.Of(report.Cost.LostSeconds)} of {Durations.Of(report.Cost.SlotSeconds)} slot time lost or idle; "
            + $"{Counted.Of(report.Cost.CoordinatorStarts - 1, "restart")} of the coordinator, "
            + $"{Counted.Of(report.Cost.AgentStarts - report.Agents)} of agents";
        if (report.Verification is { Clean: true, Verified: var verified })
            yield return $"Verified clean: {Counted.Of(verified.Entries, "entry", "entries")} of the journal, "
                + $"{Counted.Of(verified.Runs, "run")}, {Counted.Of(verified.Checkpoints, "checkpoint")}, "
                + $"{Counted.Of(verified.Documents, "document")} of results.db";
        yield return report.Clean ? "Found    nothing" : $"Found    {Counted.Of(report.Findings.Length, "thing")}:";
        foreach (var finding in report.Findings)
            yield return $"  - {finding}";
        foreach (var left in report.LeftOut)
            yield return $"Left out {left}";
        yield return $"Scope    {report.Scope}";
        if (report.Folder is { } folder)
            yield return $"Kept     {folder}";
    }

    private static string ByKind(DrillReport report) => string.Join(", ", report.Faults.Where(fault => fault.Done)
        .GroupBy(fault => $"{Short(fault.Victim)} {fault.Act}").OrderBy(kind => kind.Key, StringComparer.Ordinal)
            .Select(kind => $"{kind.Key} ×{kind.Count()}"));

    /// <summary>Without which one: "agent-3" is "agent", "network of agent-3" is "network".</summary>
    private static string Short(string victim) => victim.Split(' ', '-')[0];

    private static string Words(Fault fault) => fault.Act switch
    {
        Act.Kill when fault.Victim.Part is Part.Trainer => "killed",
        Act.Kill when fault.Lasts == TimeSpan.Zero => "killed, started again at once",
        Act.Kill => $"killed, started again after {Durations.Of(fault.Lasts)}",
        Act.Freeze => $"frozen for {Durations.Of(fault.Lasts)}",
        Act.Cut => $"connections reset for {Durations.Of(fault.Lasts)}",
        Act.Isolate => $"nothing passes between any two of them for {Durations.Of(fault.Lasts)}",
        Act.Fill => $"full for {Durations.Of(fault.Lasts)}",
        Act.Darken => $"nothing passes for {Durations.Of(fault.Lasts)}",
        Act.Garble => $"messages doubled, overtaken and lost for {Durations.Of(fault.Lasts)}",
        _ => $"set {Durations.Of(fault.Jump.Duration())} {(fault.Jump > TimeSpan.Zero ? "ahead" : "back")}",
    };
}
