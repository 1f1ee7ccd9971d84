using System.Collections.Immutable;
using Sweep.Coordinator.Reporting.Statistics;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>The answer of <c>best --json</c>: the best single trial, then the best configuration over its seeds. The JSON names and their order are a contract.</summary>
/// <param name="Tied">Configurations of which no test could show that they are worse.</param>
/// <param name="Edges">Where the best value is the largest or smallest tried.</param>
/// <param name="Notes">What the comparison rests on and what it lacks.</param>
internal sealed record BestDocument(
    string Sweep, TrialId? Trial, Hyperparameters? Hyperparameters, string Metric, double? Value, int? Epoch, TrialCounts Trials,
    int? BestEpoch, double? BestEpochValAccuracy,
    StandingDocument? Configuration, ImmutableArray<StandingDocument> Tied, ImmutableArray<string> Edges, ImmutableArray<string> Notes)
{
    public static BestDocument Of(BestReport report)
    {
        var single = report.Single;
        return new(
            single.Sweep, single.Trial, single.Hyperparameters, single.Metric, single.Value, single.Epoch, single.Trials,
            report.SingleTrial?.BestEpoch, report.SingleTrial?.BestEpochValAccuracy,
            report.Winner is { } winner ? StandingDocument.Of(winner) : null, [.. report.Tied.Select(StandingDocument.Of)], report.Edges, report.Notes);
    }
}

/// <param name="Mean">Of the metric after the last epoch, over the seeds that completed.</param>
/// <param name="Deviation">The sample standard deviation; null for one seed.</param>
/// <param name="Interval">At the 95 % level; null where nothing is known.</param>
/// <param name="Seeds">How many completed.</param>
/// <param name="Difference">From the winner's mean; null for the winner.</param>
/// <param name="P">Of the test against the winner, with Holm's correction; null for the winner.</param>
internal sealed record StandingDocument(
    double Lr, int Epochs, double WeightDecay, int BatchSize, double Mean, double? Deviation, IntervalDocument? Interval,
    int Seeds, int Diverged, ImmutableArray<TrialId> Trials, TestUsed? Test, double? Difference, double? P)
{
    public static StandingDocument Of(Standing standing) => new(
        standing.Configuration.LearningRate, standing.Configuration.Epochs, standing.Configuration.WeightDecay, standing.Configuration.BatchSize,
        standing.Mean, standing.Values.Count > 1 ? standing.Values.Deviation : null,
        standing.Interval is { } interval ? new(interval.Low, interval.High, interval.Source) : null,
        standing.Trials.Length, standing.Diverged, [.. standing.Trials.Select(trial => trial.Trial)],
        standing.Against?.Test, standing.Against?.Difference, standing.AdjustedP);
}

internal sealed record IntervalDocument(double Low, double High, IntervalSource Source);
