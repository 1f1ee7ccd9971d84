using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;

namespace Sweep.Reporting.Answers;

/// <summary>A sweep as <c>status --json</c> and <c>export json</c> show it. The JSON names and their order are a contract.</summary>
internal sealed record ShownSweep(
    string Name, SweepStatus State, string Dataset, string Model, string Objective, ShownCounts Trials,
    int Runs, int EpochsTrained, int EpochsPlanned, DateTimeOffset SubmittedAt, ShownBest Best, ForecastView? Forecast,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Waiting)
{
    public static ShownSweep Of(SweepView sweep) => new(
        sweep.Name, sweep.State, sweep.Dataset, sweep.Model, sweep.Objective, ShownCounts.Of(sweep.Trials),
        sweep.Runs, sweep.EpochsTrained, sweep.EpochsPlanned, sweep.SubmittedAt, ShownBest.Of(sweep.Best), sweep.Forecast, sweep.Waiting);
}

/// <summary>The winner of a sweep, in short, within <see cref="ShownSweep"/>; <c>best --json</c> says more.</summary>
internal sealed record ShownBest(
    string Sweep, TrialId? Trial, Hyperparameters? Hyperparameters, string Metric, double? Value, int? Epoch, ShownCounts Trials,
    double? Mean, int Seeds, SingleView? Single)
{
    public static ShownBest Of(BestView best) => new(
        best.Sweep, best.Trial, best.Hyperparameters, best.Metric, best.Value, best.Epoch, ShownCounts.Of(best.Trials),
        best.Mean, best.Seeds, best.BestSingle);
}
