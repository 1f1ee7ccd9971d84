using System.Globalization;
using Spectre.Console;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>What is in training right now, one line for each run; fits 80 columns.</summary>
internal static class RunningTable
{
    private const int Always = FittingColumn<RunningView>.Always;
    private const int BarWidth = 8;

    private static readonly FittingTable<RunningView> OfNetworks = Columns(ParameterName.LearningRate);
    private static readonly FittingTable<RunningView> OfPrograms = Columns("parameters");

    public static Table Of(IReadOnlyList<RunningView> running, int width) =>
        (running.All(r => r.Parameters.IsOfNetwork) ? OfNetworks : OfPrograms).Of(running, width);

    /// <param name="parameters">The heading of what tells one run from another.</param>
    private static FittingTable<RunningView> Columns(string parameters) => new(
    [
        new(parameters, Always, r => ParametersText.InColumn(r.Parameters)),
        new("epoch", Always, r => $"{r.Epoch}/{r.ToEpoch}"),
        new("", 60, Bar, Left: true),
        new("train", 90, r => MetricsText.Train(r)),
        new("val", 80, r => MetricsText.Last(r, MetricNames.ValLoss)),
        new("acc", 95, r => MetricsText.Last(r, MetricNames.ValAccuracy)),
        new("objective", 95, r => MetricsText.Objective(r), Left: true),
        new("img/s", 70, r => Numbers.Rate(r.ImagesPerSecond)),
        new("left", 85, r => Durations.Of(r.SecondsLeft)),
        new("decay", 20, r => r.Parameters.IsOfNetwork ? Numbers.Short(r.Parameters.WeightDecay) : ""),
        new("batch", 30, r => r.Parameters.IsOfNetwork ? Counted.Of(r.Parameters.BatchSize) : ""),
        new("seed", 40, r => r.Parameters.Seed.ToString(CultureInfo.InvariantCulture)),
        new("slot", 35, r => FormattableString.Invariant($"{r.Agent}:{r.Slot}"), Left: true),
    ],
    _ => Style.Plain);

    /// <summary>Share of the lease's epochs that is trained, counted from the run's first epoch.</summary>
    public static double Share(RunningView run)
    {
        var step = run.Steps > 0 ? (double)run.Step / run.Steps : 0;
        return run.ToEpoch > 0 ? Math.Clamp((Math.Max(run.Epoch - 1, 0) + step) / run.ToEpoch, 0, 1) : 0;
    }

    /// <summary>How much of the lease is trained.</summary>
    public static string Bar(RunningView run)
    {
        var full = (int)(Share(run) * BarWidth);
        return new string('━', full) + new string('─', BarWidth - full);
    }
}
