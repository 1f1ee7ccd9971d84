using Spectre.Console;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>The sweeps of a home, one line for each.</summary>
internal static class SweepsTable
{
    private const int Always = FittingColumn<SweepView>.Always;

    private static readonly FittingTable<SweepView> Table = new(
    [
        new("sweep", Always, s => s.Name, Left: true),
        new("state", Always, s => s.State.Word(), Left: true),
        new("trials", 90, s => $"{Counted.Of(s.Trials.Done())}/{Counted.Of(s.Trials.Total)}"),
        new("diverged", 40, s => Counted.Of(s.Trials.Diverged)),
        new("failed", 70, s => Counted.Of(s.Trials.Failed)),
        new("epochs", 60, s => $"{Counted.Of(s.EpochsTrained)}/{Counted.Of(s.EpochsPlanned)}"),
        new("left", 85, s => s.Forecast is { } forecast ? Durations.Of(forecast.LikelySeconds) : ""),
        new("best", 80, Best, Left: true),
        new("dataset", 30, s => s.Dataset, Left: true),
        new("model", 20, s => s.Model, Left: true),
        new("submitted", 50, s => Times.Minute(s.SubmittedAt), Left: true),
    ],
    s => s.State switch
    {
        SweepStatus.Failed => new Style(Color.Red),
        SweepStatus.Interrupted => new Style(Color.Yellow),
        SweepStatus.Cancelled => new Style(Color.Grey),
        _ => Style.Plain,
    });

    public static Table Of(IReadOnlyList<SweepView> sweeps, int width) => Table.Of(sweeps, width);

    /// <summary>The winning configuration's mean over its seeds.</summary>
    private static string Best(SweepView sweep) =>
        sweep.Best is { Value: { } value, Hyperparameters: { } h }
            ? $"{Numbers.Measure(sweep.Best.Mean ?? value)} {(h.Shared.IsOfNetwork ? "lr " : "")}{ParametersText.InColumn(h.Shared)}"
            : Numbers.None;
}
