using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Statistics;

/// <summary>What a comparison of configurations rests on and what it lacks, in sentences.</summary>
internal static class BestNotes
{
    public static ImmutableArray<string> Of(SweepRecord record, ImmutableArray<Standing> standings, int images)
    {
        if (standings.IsEmpty)
            return [];
        return [.. Notes(record, standings, images)];
    }

    private static IEnumerable<string> Notes(SweepRecord record, ImmutableArray<Standing> standings, int images)
    {
        var winner = standings[0];
        var tests = standings.Select(s => s.Against).OfType<DifferenceTest>().ToArray();
        if (tests.Length > 0)
            yield return $"Compared by a two-sided {string.Join(" or ", tests.Select(t => t.Test).Distinct().Order().Select(NameOf))} at the 95 % level{(tests.Length > 1 ? $", with Holm's correction for {tests.Length} comparisons" : "")}.";
        if (tests.Any(t => t.Test == TestUsed.TwoProportionZ))
            yield return $"With one seed only the chance in the {images} validation images counts, not the one in initialisation and shuffle: several seeds (seed: [0, 1, 2]) would tell more.";
        if (winner.Trials.Length == 1 && standings.Length > 1 && tests.Length == 0)
            yield return Untestable(standings);
        else if (standings.Count(s => s.Verdict == Verdict.Untested) is > 0 and var untested)
            yield return $"{Configurations(untested)} could not be compared with the winner: one side has a single seed and the other several.";
        if (winner.Trials.Length < winner.Planned)
            yield return $"The winner rests on {winner.Trials.Length} of its {winner.Planned} seeds.";
        if (winner.Diverged > 0)
            yield return $"Every configuration lost a seed to divergence, the winner {winner.Diverged} of {winner.Planned}.";
        else if (standings.Count(s => s.Diverged > 0) is > 0 and var diverged)
            yield return $"{Configurations(diverged)} of which a seed diverged {(diverged == 1 ? "is" : "are")} ranked last, not by the seeds that survived.";
        var open = record.Trials.Count(t => t.InGrid && t.State is TrialState.Pending or TrialState.Running);
        if (open > 0)
            yield return $"{(open == 1 ? "1 trial is" : $"{open} trials are")} still open: this can change.";
    }

    private static string Untestable(ImmutableArray<Standing> standings) =>
        standings.Any(s => s.Trials.Length > 1)
            ? "The winner has a single seed and others have several: no difference can be tested yet."
            : "With one seed nothing is known of the loss's uncertainty and no difference can be tested: try several seeds (seed: [0, 1, 2]).";

    private static string Configurations(int count) => count == 1 ? "1 configuration" : $"{count} configurations";

    public static string NameOf(TestUsed test) => test switch
    {
        TestUsed.PairedT => "paired t-test (by seed)",
        TestUsed.WelchT => "Welch t-test (seeds differ)",
        _ => "two-proportion z-test",
    };
}
