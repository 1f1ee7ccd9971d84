using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Statistics;

/// <summary>What a comparison of configurations rests on and what it lacks, in sentences.</summary>
internal static class BestNotes
{
    public static ImmutableArray<string> Of(
        RankingRules rules, ImmutableArray<TrialRow> trials, ImmutableArray<Standing> standings, Judging judging, Resolution? resolution)
    {
        if (standings.IsEmpty)
            return [];
        return [.. Notes(rules, trials, standings, judging, resolution)];
    }

    private static IEnumerable<string> Notes(
        RankingRules rules, ImmutableArray<TrialRow> trials, ImmutableArray<Standing> standings, Judging judging, Resolution? resolution)
    {
        var winner = standings[0];
        if (standings.Any(s => s.Against is not null))
        {
            yield return Basis(judging);
            if (resolution is not null)
                yield return Told(resolution);
            if (judging.Noise is null)
                yield return $"With one seed only the chance in the {judging.Chance.Images} validation images counts, "
                    + "not the one in initialisation and shuffle: several seeds (seed: [0, 1, 2]) would tell more.";
        }
        else if (judging.Compared > 1)
        {
            yield return judging.Noise is null
                ? $"With one seed nothing is known of {UncertaintyOf(rules)} uncertainty and no difference can be tested: "
                    + "try several seeds (seed: [0, 1, 2])."
                : standings.Any(s => s.Values is { Count: > 1, Deviation: > 0 })
                ? "Every seed moved all configurations alike, to the last digit: "
                    + "beyond that nothing is known of their uncertainty and no difference can be tested."
                : "The seeds of each configuration came out alike to the last digit: "
                    + $"nothing is known of {UncertaintyOf(rules)} uncertainty and no difference can be tested.";
        }
        if (winner.Trials.Length < winner.Planned)
            yield return $"The winner rests on {winner.Trials.Length} of its {winner.Planned} seeds.";
        if (winner.Diverged > 0)
            yield return $"Every configuration lost a seed to divergence, the winner {winner.Diverged} of {winner.Planned}.";
        else if (standings.Count(s => s.Diverged > 0) is > 0 and var diverged)
            yield return $"{Counted.Of(diverged, "configuration")} of which a seed diverged {(diverged == 1 ? "is" : "are")} ranked last, "
                + "not by the seeds that survived.";
        var open = trials.Count(t => t.InGrid && t.State is TrialState.Pending or TrialState.Running);
        if (open > 0)
            yield return $"{Counted.Of(open, "trial")} {(open == 1 ? "is" : "are")} still open: this can change.";
    }

    /// <summary>Of the built-in network's metrics only a loss has an uncertainty that one seed does not show.</summary>
    private static string UncertaintyOf(RankingRules rules) =>
        !rules.OfProgram && rules.Objective != Objective.ValAccuracy ? "the loss's" : $"{rules.Objective.Metric}'s";

    private static string Basis(Judging judging)
    {
        var images = judging.Chance.Images is { } n ? $"the chance in {n} validation images" : "";
        var spread = judging.Noise is { } known ? Between(judging, known) + Least(images) : images;
        return $"Compared by Tukey's test among {judging.Compared} configurations at the 95 % level; it rests on {spread}.";
    }

    private static string Between(Judging judging, SeedSpread known) =>
        "the spread between seeds, pooled over "
        + (judging.Pooled == judging.Compared ? "all of them" : $"the {judging.Pooled} best of them")
        + $" ({(known.Blocked ? "what a seed does to all alike set apart, " : "")}"
        + $"{Counted.Of(known.Degrees, "degree")} of freedom)";

    private static string Least(string images) => images.Length > 0 ? $" and never taken for less than {images}" : "";

    private static string Told(Resolution resolution)
    {
        var more = resolution.WithMore.Select(with => $"with {Counted.Of(with.Seeds, "seed")} from {Numbers.Measure(with.Difference)}");
        return $"With {Counted.Of(resolution.Seeds, "seed")} a difference could be shown "
            + $"from {Numbers.Measure(resolution.Difference)} on{(resolution.WithMore.IsEmpty ? "" : $"; {string.Join(", ", more)}")}.";
    }
}
