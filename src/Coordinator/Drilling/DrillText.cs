using System.Globalization;
using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Drilling.Faults;

namespace Sweep.Coordinator.Drilling;

/// <summary>A drill in words.</summary>
internal static class DrillText
{
    public static string Clock(TimeSpan since) => since.ToString(@"mm\:ss\.f", CultureInfo.InvariantCulture);

    public static string Line(DoneFault done) =>
        string.Create(
            CultureInfo.InvariantCulture, $"{done.Fault.Victim}: {(done.Done ? Words(done.Fault) : "not there to be hurt, let go")}");

    public static FaultView View(DoneFault done) => new(
        Math.Round(done.At.TotalSeconds, 3), done.Fault.Victim.ToString(), done.Fault.Act.ToString().ToLowerInvariant(),
        done.Fault.Lasts.TotalSeconds, done.Fault.Jump.TotalSeconds, done.Done);

    /// <summary>What it did, what came of it, what it cost.</summary>
    public static IEnumerable<string> Summary(DrillReport report)
    {
        yield return "";
        yield return $"Did      {Numbers.Of(report.Faults.Count(fault => fault.Done), "fault")} in {Seconds(report.Seconds)}: "
            + $"{ByKind(report)}";
        if (report.Network is { Doubled: > 0 } or { Delayed: > 0 } or { Lost: > 0 })
            yield return $"         messages: {Numbers.Count((int)report.Network.Doubled)} doubled, "
                + $"{Numbers.Count((int)report.Network.Delayed)} overtaken, {Numbers.Count((int)report.Network.Lost)} lost on the way";
        yield return $"Came of  {Numbers.Of(report.Results.Trials, "trial")}: {Numbers.Count(report.Results.Results)} with a result, "
            + $"{(report.Results.Open > 0 ? $"{Numbers.Count(report.Results.Open)} not done in time, " : "")}"
            + $"{Numbers.Count(report.Results.Lost)} lost, {Numbers.Count(report.Results.Repeated)} repeated";
        yield return $"         {Numbers.Of(report.Results.Acknowledged, "acknowledged epoch")} and "
            + $"{Numbers.Of(report.Results.Shown, "shown result")} compared with the journal";
        yield return $"Cost     {Numbers.Of(report.Cost.EpochsRepeated, "repeated epoch")} "
            + $"({Numbers.Count(report.Cost.EpochsTrained)} trained, {Numbers.Count(report.Cost.EpochsRecorded)} recorded) "
            + $"in {Numbers.Of(report.Cost.Attempts, "attempt")}";
        yield return $"         {Seconds(report.Cost.LostSeconds)} of {Seconds(report.Cost.SlotSeconds)} slot time lost or idle; "
            + $"{Numbers.Of(report.Cost.CoordinatorStarts - 1, "restart")} of the coordinator, "
            + $"{Numbers.Count(report.Cost.AgentStarts - report.Agents)} of agents";
        if (report.Verification is { Clean: true, Verified: var verified })
            yield return $"Verified clean: {Numbers.Count((int)verified.Entries)} entries of the journal, "
                + $"{Numbers.Of(verified.Runs, "run")}, {Numbers.Of(verified.Checkpoints, "checkpoint")}, "
                + $"{Numbers.Of(verified.Documents, "document")} of results.db";
        yield return report.Clean ? "Found    nothing" : $"Found    {Numbers.Of(report.Findings.Length, "thing")}:";
        foreach (var finding in report.Findings)
            yield return $"  - {finding}";
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
        Act.Kill => string.Create(CultureInfo.InvariantCulture, $"killed, started again after {fault.Lasts.TotalSeconds:0.0} s"),
        Act.Freeze => string.Create(CultureInfo.InvariantCulture, $"frozen for {fault.Lasts.TotalSeconds:0.0} s"),
        Act.Cut => string.Create(CultureInfo.InvariantCulture, $"connections reset for {fault.Lasts.TotalSeconds:0.0} s"),
        Act.Isolate =>
            string.Create(CultureInfo.InvariantCulture, $"nothing passes between any two of them for {fault.Lasts.TotalSeconds:0.0} s"),
        Act.Darken => string.Create(CultureInfo.InvariantCulture, $"nothing passes for {fault.Lasts.TotalSeconds:0.0} s"),
        Act.Garble =>
            string.Create(CultureInfo.InvariantCulture, $"messages doubled, overtaken and lost for {fault.Lasts.TotalSeconds:0.0} s"),
        _ => string.Create(CultureInfo.InvariantCulture,
            $"set {Math.Abs(fault.Jump.TotalHours):0.0} hours {(fault.Jump > TimeSpan.Zero ? "ahead" : "back")}"),
    };

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
