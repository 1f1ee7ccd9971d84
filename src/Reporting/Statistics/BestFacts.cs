using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>A <see cref="BestReport"/> in words: the same at the terminal and in the page that is mailed.</summary>
internal static class BestFacts
{
    /// <summary>The winner's value: a mean with its deviation where it has several seeds.</summary>
    public static string Value(Standing winner) =>
        winner.Trials.Length > 1
            ? $"{Numbers.Measure(winner.Mean)} ± {Numbers.Measure(winner.Values.Deviation)}"
            : Numbers.Measure(winner.Mean);

    /// <summary>What is known of the winner, one line each; nothing while there is none.</summary>
    public static IEnumerable<(string Name, string What)> Of(BestReport report)
    {
        if (report is not { Winner: { } winner, BestSeed: { } best, SingleTrial: { } single })
            yield break;
        var several = winner.Trials.Length > 1;
        if (winner.Interval is { } interval)
        {
            var ends = $"{Numbers.Measure(interval.Low)} to {Numbers.Measure(interval.High)}";
            yield return ("95 % interval", $"{ends} ({SourceOf(interval, several)})");
        }
        yield return (several ? "best epochs" : "best epoch", BestEpochs(report.Objective, winner));
        var trials = winner.Trials.Select(t => several ? $"{t.Trial} (seed {t.Seed})" : $"{t.Trial}");
        yield return (several ? "trials" : "trial", string.Join(", ", trials));
        if (several)
        {
            var its = Numbers.Measure(Leaderboard.Value(report.Objective, best));
            yield return ("best seed", $"{best.Trial} (seed {best.Seed}): {its}; 'best' is this trial where a command takes one");
        }
        var value = Numbers.Measure(Leaderboard.Value(report.Objective, single));
        if (report.SingleIsOfAnotherConfiguration)
        {
            var which = FormattableString.Invariant($"{single.Trial}, {Configuration.Of(single)}, seed {single.Seed}");
            yield return ("best single trial", $"{which}: {value}. Another configuration, less good on average.");
        }
        else if (several)
            yield return ("best single trial", FormattableString.Invariant($"{single.Trial} (seed {single.Seed}): {value}"));
        if (report.Importance is { } importance && importance.Effects.Count(effect => effect.Name != ParameterName.Seed) > 1)
            yield return ("importance", importance.Line());
        if (report.Cost.Seconds > 0)
            yield return ("cost", $"{report.Cost}");
    }

    /// <summary>How many configurations are tied with the winner; null where none was compared with it.</summary>
    /// <param name="shown">How many are listed at most.</param>
    public static string? Tied(BestReport report, int shown)
    {
        var (tied, tested) = (report.Tied.Count(), report.Standings.Count(s => s.Against is not null));
        return (tied, tested) switch
        {
            (_, 0) => null,
            (0, 1) => "The other configuration is worse.",
            (0, _) => $"All {tested} other configurations that could be compared are worse.",
            _ => $"Tied with it: {tied} of {tested} other configurations{(tied > shown ? $", of which the first {shown}" : "")}",
        };
    }

    /// <summary>What is said of a configuration that is tied with the winner. What all agree in beside lr and epochs is left out.</summary>
    public static ImmutableArray<(string Name, Func<Standing, string> Cell)> TiedColumns(BestReport report) =>
    [
        .. report.Standings.SelectMany(s => s.Configuration.Values).Select(value => value.Key).Distinct().Order(ParameterName.InOrder)
            .SelectMany(name => Column(report, name, s => Numbers.Short(s.Configuration[name]))),
        ("seeds", s => FormattableString.Invariant($"{s.Trials.Length}")),
        (report.Objective.Metric, s => Numbers.Measure(s.Mean)),
        ("difference", s => Numbers.Signed(s.Against!.Difference)),
        ("p", s => Numbers.Probability(s.AdjustedP!.Value)),
    ];

    private static IEnumerable<(string, Func<Standing, string>)> Column(BestReport report, string name, Func<Standing, string> cell) =>
        name is ParameterName.LearningRate or ParameterName.Epochs || report.Standings.Select(cell).Distinct().Count() > 1
            ? [(name, cell)]
            : [];

    private static string SourceOf(Interval interval, bool several) => interval.Source switch
    {
        IntervalSource.Seeds => "of the mean, Student's t with the pooled spread between seeds",
        _ when several => "binomial over the validation images, Wilson; the seeds spread no more than that",
        _ => "binomial over the validation images, Wilson; one seed, so without the spread between seeds",
    };

    /// <summary>
    /// The best epoch is chosen by the objective. What is kept of it is the accuracy where that is or might have been the objective.
    /// </summary>
    private static string BestEpochs(Objective objective, Standing winner)
    {
        var known = Objective.Known.Contains(objective);
        var mean = known ? winner.BestEpochMean : winner.Trials.Average(trial => trial.BestEpochValue ?? double.NaN);
        return $"{string.Join(", ", winner.Trials.Select(t => t.BestEpoch ?? 0))} of {winner.Configuration.Epochs}, "
            + $"{(winner.Trials.Length > 1 ? "mean " : "")}{(known ? MetricNames.ValAccuracy : objective.Metric)} "
            + $"{Numbers.Measure(mean)} there "
            + $"({(objective == Objective.ValLoss ? "least valLoss, " : "")}chosen with hindsight)";
    }
}
