using System.Collections.Immutable;
using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Tests;

/// <summary>A sweep's record around given trials.</summary>
internal static class SomeSweep
{
    public static SweepRecord Of(params IEnumerable<TrialRow> trials) => Of(Objective.ValAccuracy, 1000, trials);

    public static SweepRecord Of(Objective objective, int? validation, params IEnumerable<TrialRow> trials)
    {
        ImmutableArray<TrialRow> rows = [.. trials];
        var counts = new TrialCounts(rows.Length, Count(rows, TrialState.Completed), Count(rows, TrialState.Diverged), Count(rows, TrialState.Failed), Count(rows, TrialState.Pending));
        var view = Leaderboard.Best("some", objective, rows);
        var spec = new SweepSpec(
            "some", new(DatasetSpec.Shapes10, null, validation), new(ModelSpec.Simulated), objective,
            new(new Choice([1e-3]), new Choice([1]), new Choice([1e-3]), new Choice([8]), new Choice([0])), new GridSampling(), Precision.Auto, 3, true);
        return new(spec, "", DateTimeOffset.UnixEpoch, new("some", SweepStatus.Complete, "shapes10", "simulated", objective.Metric, counts, 1, 1, 1, DateTimeOffset.UnixEpoch, view),
            rows, ImmutableDictionary<RunId, ImmutableArray<EpochMetrics>>.Empty, []);
    }

    public static SweepRecord WithCurve(this SweepRecord record, TrialRow trial, params double[] losses) => record with
    {
        Curves = record.Curves.SetItem(trial.Run, [.. losses.Select((loss, i) => new EpochMetrics(i + 1, loss, loss, 1 / (1 + loss), 1))]),
    };

    private static int Count(ImmutableArray<TrialRow> rows, TrialState state) => rows.Count(r => r.State == state);

    public static string Rendered(IRenderable what)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 80;
        console.Write(what);
        return string.Join('\n', text.ToString().Split('\n').Select(line => line.TrimEnd()));
    }
}
