using System.Globalization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Reproducing;

/// <summary>A reproduction in words.</summary>
internal static class ReproductionText
{
    private const int FingerprintShown = 12;

    /// <summary>Who trained the epochs at the time, and on what.</summary>
    public static IEnumerable<string> Recorded(IEnumerable<Stretch> stretches) => stretches.Select(stretch => stretch.Provenance is { } p
        ? $"recorded: {stretch.Epochs} by {stretch.Agent} on {Place(p)}"
        : $"recorded: {stretch.Epochs} by an agent that told nothing about itself");

    public static string Place(Provenance p) =>
        $"{p.Device} ({p.DeviceModel}), {p.Precision.ToString().ToLowerInvariant()}, "
            + $"{p.Arithmetic ?? $"libtorch {p.Libtorch}"}, sweep {Short(p.Program)}";

    public static string Epoch(EpochComparison epoch, int of)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch.Epoch}/{of}  ");
        if (epoch.OneSided)
            return start + "on one side only: the other ended before";
        return start + string.Join(
            "  ", epoch.Metrics.Select(metric => $"{metric.Metric} {Numbers.Measure(metric.Repeated)}{Aside(metric)}"))
            + (epoch.Likeness == Likeness.Identical ? "  as recorded, bit for bit" : "");
    }

    /// <param name="program">Whether it is a program of a person's own that was run again.</param>
    public static IEnumerable<string> Verdict(Reproduction reproduction, bool program = false)
    {
        var how = program ? "(by ratio)" : "(losses by ratio, accuracies by difference)";
        yield return reproduction.Verdict switch
        {
            Likeness.Identical =>
                $"bit-identical: every metric of {Counted.Of(reproduction.Epochs.Length, "epoch")} has the bits that were "
                    + $"recorded{NotNumbers(reproduction)}{States(reproduction, program)}",
            Likeness.Within =>
                $"within ε = {Numbers.Short(reproduction.Epsilon)} {how}, not bit-identical; "
                    + $"furthest: {Furthest(reproduction)}",
            _ => $"different: further apart than ε = {Numbers.Short(reproduction.Epsilon)} {how}; "
                + $"furthest: {Furthest(reproduction)}",
        };
        foreach (var change in reproduction.Changes)
            yield return $"  {change.What}: {Short(change.Recorded)} for "
                + $"{new Stretch(change.FirstEpoch, change.LastEpoch, "", null).Epochs}, {Short(change.Repeated)} now";
        if (reproduction.Changes.IsEmpty && reproduction.Verdict != Likeness.Identical)
            yield return "  nothing that the provenance names has changed";
    }

    private static string NotNumbers(Reproduction reproduction) =>
        reproduction.Epochs.SelectMany(epoch => epoch.Metrics).Any(metric => double.IsNaN(metric.Recorded))
            ? " (not a number is not a number, whatever its bits)" : "";

    private static string States(Reproduction reproduction, bool program) =>
        reproduction.Epochs.Where(epoch => epoch.SameState is not null).ToList() switch
        {
            [] => "",
            var known when known.All(epoch => epoch.SameState == true) =>
                program ? ", and so has its checkpoint" : ", and so have weights and optimiser after it",
            _ when program => "; the checkpoints differ",
            _ => "; the checkpoints differ, as they do when another version of the program writes them",
        };

    /// <summary>
    /// The metric that is least like its record: a missing epoch, a loss that is finite on one side only, else the greatest difference.
    /// </summary>
    private static string Furthest(Reproduction reproduction)
    {
        if (reproduction.Epochs.FirstOrDefault(epoch => epoch.OneSided) is { } missing)
            return string.Create(CultureInfo.InvariantCulture, $"epoch {missing.Epoch} is on one side only");
        var (epochNumber, metric) = reproduction.Epochs
            .SelectMany(epoch => epoch.Metrics.Select(m => (epoch.Epoch, m)))
            .MaxBy(at => at.m.Likeness == Likeness.Identical ? -1 : Distance(at.m));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{metric.Metric} of epoch {epochNumber}, {Numbers.Short(metric.Repeated)} instead of {Numbers.Short(metric.Recorded)}");
    }

    private static double Distance(MetricComparison metric) => Math.Abs(metric.Recorded - metric.Repeated) is var d && double.IsNaN(d)
        ? double.PositiveInfinity
        : metric.Metric == MetricNames.ValAccuracy ? d : d / Math.Max(Math.Abs(metric.Recorded), Math.Abs(metric.Repeated));

    private static string Aside(MetricComparison metric) =>
        metric.Likeness == Likeness.Identical ? "" : $" (recorded {Numbers.Measure(metric.Recorded)})";

    /// <summary>Fingerprints and commits by their first characters; what follows a commit stays.</summary>
    private static string Short(string text) => text.Split('+') is [var version, { Length: > FingerprintShown } commit, .. var rest]
        ? string.Join('+', [version, commit[..FingerprintShown], .. rest])
        : text.Length > FingerprintShown && text.All(char.IsAsciiHexDigitLower) ? text[..FingerprintShown] + "…" : text;
}
