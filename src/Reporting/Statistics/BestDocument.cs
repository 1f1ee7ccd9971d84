using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// The answer of <c>best --json</c>: the best seed of the winning configuration, then that configuration over its seeds, then the best
/// single trial. The JSON names and their order are a contract.
/// </summary>
/// <param name="Trial">The best seed of the winning configuration.</param>
/// <param name="Value">Of that trial; the configuration's is its mean.</param>
/// <param name="Tied">Configurations of which no test could show that they are worse.</param>
/// <param name="Edges">Where the best value is the largest or smallest tried.</param>
/// <param name="Notes">What the comparison rests on and what it lacks.</param>
/// <param name="Single">The best single trial, which may be a lucky seed of another configuration.</param>
/// <param name="Resolution">The least difference that could have been shown; null where nothing was compared.</param>
/// <param name="Cost">In seconds over all devices, shared epochs counted once.</param>
internal sealed record BestDocument(
    string Sweep, TrialId? Trial, Hyperparameters? Hyperparameters, string Metric, double? Value, int? Epoch, ShownCounts Trials,
    int? BestEpoch, double? BestEpochValAccuracy,
    StandingDocument? Configuration, ImmutableArray<StandingDocument> Tied, ImmutableArray<string> Edges, ImmutableArray<string> Notes,
    SingleView? Single, Resolution? Resolution, Cost Cost)
{
    /// <summary>The objective at the best epoch, where it is neither validation accuracy nor validation loss; left out elsewhere.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BestEpochValue { get; init; }

    /// <summary>How much each hyperparameter explains by itself; left out while nothing can be told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImportanceDocument? Importance { get; init; }

    public static BestDocument Of(BestReport report)
    {
        var best = report.Best;
        return new(
            best.Sweep, best.Trial, best.Hyperparameters, best.Metric, best.Value, best.Epoch, ShownCounts.Of(best.Trials),
            report.BestSeed?.BestEpoch, report.BestSeed?.BestEpochValAccuracy,
            report.Winner is { } winner ? StandingDocument.Of(winner) : null,
            [.. report.Tied.Select(StandingDocument.Of)], report.Edges, report.Notes,
            best.BestSingle, report.Resolution, report.Cost)
        {
            BestEpochValue = report.BestSeed?.BestEpochValue,
            Importance = report.Importance is { } importance ? new(importance.Effects, importance.Rest, importance.Trials) : null,
        };
    }
}

/// <param name="Effects">The largest share of the variance first.</param>
/// <param name="Rest">What none explains by itself; null where not every combination was tried equally often.</param>
/// <param name="Trials">On which it rests.</param>
internal sealed record ImportanceDocument(ImmutableArray<MainEffect> Effects, double? Rest, int Trials);

/// <param name="Mean">Of the metric after the last epoch, over the seeds that completed.</param>
/// <param name="Deviation">The sample standard deviation; null for one seed.</param>
/// <param name="Interval">At the 95 % level; null where nothing is known.</param>
/// <param name="Seeds">How many completed.</param>
/// <param name="Difference">From the winner's mean; null for the winner.</param>
/// <param name="P">Of the test against the winner, by Tukey's studentised range over all configurations; null for the winner.</param>
internal sealed record StandingDocument(
    double? Lr, int Epochs, double? WeightDecay, int? BatchSize, double Mean, double? Deviation, IntervalDocument? Interval,
    int Seeds, int Diverged, ImmutableArray<TrialId> Trials, TestUsed? Test, double? Difference, double? P)
{
    /// <summary>The hyperparameters that the built-in network does not have; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, ParameterValue>? Parameters { get; init; }

    public static StandingDocument Of(Standing standing) => new(
        standing.Configuration[ParameterName.LearningRate]?.Number, standing.Configuration.Epochs,
        standing.Configuration[ParameterName.WeightDecay]?.Number, (int?)standing.Configuration[ParameterName.BatchSize]?.Whole,
        standing.Mean, standing.Values.Count > 1 ? standing.Values.Deviation : null,
        standing.Interval is { } interval ? new(interval.Low, interval.High, interval.Source) : null,
        standing.Trials.Length, standing.Diverged, [.. standing.Trials.Select(trial => trial.Trial)],
        standing.Against?.Test, standing.Against?.Difference, standing.AdjustedP)
    {
        Parameters = standing.Configuration.Values.Where(value => !ParameterName.Known.Contains(value.Key)).ToDictionary() is
        { Count: > 0 } others
            ? others
            : null,
    };
}

internal sealed record IntervalDocument(double Low, double High, IntervalSource Source);
