using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Plots;

namespace Sweep.Reporting.Tests.Plots;

/// <summary>Every plot of every kind of sweep renders. With SWEEP_PICTURES set to a folder the pictures are left there to be looked at.</summary>
public sealed class PictureTests
{
    private static readonly Dictionary<string, Func<SweepRecord>> Sweeps = new()
    {
        ["grid"] = () => Some.SweepRecord(),
        ["eventful"] = Some.EventfulSweep,
        ["one-lr"] = () => Some.SweepRecord(lrs: [1e-3]),
        ["one-epoch-value"] = () => Some.SweepRecord(epochs: [1]),
        ["one-trial"] = () => Some.SweepRecord(lrs: [1e-3], epochs: [1], seeds: [0]),
        ["loss-and-weight-decay"] = () => Some.SweepRecord(weightDecays: [0, 1e-3, 1e-2], objective: Objective.ValLoss),
        ["nine-lrs"] = () => Some.SweepRecord([.. Enumerable.Range(0, 9).Select(i => Math.Pow(10, -4 + (i * .25)))], [1, 3, 5, 10]),
        ["absurd-losses"] = () => Some.AbsurdLosses(),
        ["absurd-losses-to-rank"] = () => Some.AbsurdLosses(Objective.ValLoss),
        ["resumed-a-week-later"] = Some.ResumedAWeekLater,
        ["thousand"] = Some.ThousandTrials,
        ["all-diverged"] = () => Some.SweepRecord(fate: _ => TrialState.Diverged),
        ["diverged-at-once"] = () => Some.SweepRecord(lrs: [10, 100], fate: _ => TrialState.Diverged),
        ["nothing-finished"] = () => Some.SweepRecord(fate: _ => TrialState.Pending),
        ["all-failed"] = () => Some.SweepRecord(fate: _ => TrialState.Failed),
    };

    public static TheoryData<string, string> All => [.. from sweep in Sweeps.Keys from plot in PlotCatalog.Names select (sweep, plot)];

    [Theory]
    [MemberData(nameof(All))]
    public void EveryPlot_OfEverySweep_RendersAsSvgAndPng(string sweep, string plot)
    {
        var figure = PlotCatalog.Draw(plot, Sweeps[sweep]());

        var svg = figure.Svg(plot);
        var png = figure.Png();

        Assert.StartsWith("<svg", svg);
        Assert.True(svg.Split($">{figure.Title}").Length <= 3, "The picture is drawn twice.");
        Assert.DoesNotContain("NaN", svg);
        Assert.True(svg.Length < 600_000, $"{svg.Length} characters of SVG");
        Assert.Equal("PNG"u8.ToArray(), png[1..4]);
        if (Environment.GetEnvironmentVariable("SWEEP_PICTURES") is { Length: > 0 } folder)
        {
            File.WriteAllText(Path.Combine(folder, $"{sweep}-{plot}.svg"), svg);
            File.WriteAllBytes(Path.Combine(folder, $"{sweep}-{plot}.png"), png);
        }
    }
}
