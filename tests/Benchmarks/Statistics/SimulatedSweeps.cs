using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Statistics;

namespace Sweep.Benchmarks.Statistics;

/// <summary>
/// Sweeps whose truth is known: accuracies are drawn as a configuration's true accuracy, plus what the seed does to all alike, plus what
/// it does to this one, counted over validation images; then they are judged as <c>sweep best</c> judges.
/// </summary>
/// <param name="Accuracies">The true accuracy of each configuration.</param>
/// <param name="Seeds">How many seeds each has.</param>
/// <param name="Images">How many validation images there are.</param>
/// <param name="Spread">Standard deviation of what a seed does to one configuration.</param>
/// <param name="Shared">Standard deviation of what a seed does to all alike.</param>
internal sealed record SimulatedSweeps(ImmutableArray<double> Accuracies, int Seeds, int Images, double Spread, double Shared)
{
    /// <summary>Of each configuration its own spread, where they do not have the same; empty is <see cref="Spread"/> for all.</summary>
    public ImmutableArray<double> Spreads { get; init; } = [];

    /// <summary>As many configurations of one accuracy.</summary>
    public static ImmutableArray<double> Equal(int count, double accuracy = 0.7) => [.. Enumerable.Repeat(accuracy, count)];

    /// <returns>How often some configuration was called worse that is as good as the winner, and how many of those that are less good were.</returns>
    public ErrorRates Judge(int sweeps, int seed)
    {
        var (random, range) = (new Random(seed), new StudentisedRange(Accuracies.Length));
        var (wrong, behind, found) = (0, 0, 0);
        for (var i = 0; i < sweeps; i++)
        {
            var standings = Once(random, range);
            var winners = TrueAccuracy(standings[0]);
            wrong += standings.Any(s => s.Verdict == Verdict.Worse && TrueAccuracy(s) >= winners) ? 1 : 0;
            behind += standings.Count(s => TrueAccuracy(s) < winners);
            found += standings.Count(s => s.Verdict == Verdict.Worse && TrueAccuracy(s) < winners);
        }
        return new(sweeps, (double)wrong / sweeps, behind == 0 ? null : (double)found / behind);
    }

    private ImmutableArray<Standing> Once(Random random, StudentisedRange range)
    {
        var seeds = Enumerable.Range(0, Seeds).Select(_ => Shared * Normal(random)).ToArray();
        var rows = Accuracies.SelectMany((accuracy, configuration) => seeds.Select((effect, seed) =>
            Row(configuration, seed, Counted(random, accuracy + effect + ((Spreads.IsEmpty ? Spread : Spreads[configuration]) * Normal(random))))));
        return new Judging(Leaderboard.Candidates(Objective.ValAccuracy, rows), Objective.ValAccuracy, Images, range).Standings();
    }

    private double TrueAccuracy(Standing standing) => Accuracies[(int)standing.Configuration.LearningRate];

    /// <summary>The configuration's number stands for its learning rate.</summary>
    private static TrialRow Row(int configuration, int seed, double accuracy)
    {
        var hyperparameters = new Hyperparameters(configuration, 1, 1e-3, 8, seed);
        return new(
            new(FormattableString.Invariant($"{configuration}/{seed}")), TrialState.Completed, hyperparameters, 1, 1, accuracy, 1, accuracy, 1,
            new(FormattableString.Invariant($"{configuration}/{seed}")), "box", 1);
    }

    /// <summary>The share of images that are right, by the normal approximation of the binomial distribution.</summary>
    private double Counted(Random random, double share)
    {
        var p = Math.Clamp(share, 0, 1);
        return Math.Clamp(Math.Round((Images * p) + (Math.Sqrt(Images * p * (1 - p)) * Normal(random))) / Images, 0, 1);
    }

    /// <summary>G. E. P. Box and M. E. Muller, "A note on the generation of random normal deviates", Ann. Math. Statist. 29 (1958).</summary>
    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}

/// <param name="FalseAlarms">Share of sweeps in which some configuration was called worse that is as good as the winner.</param>
/// <param name="Power">Share of the configurations less good than the winner that were called so; null where there is none.</param>
internal sealed record ErrorRates(int Sweeps, double FalseAlarms, double? Power);
