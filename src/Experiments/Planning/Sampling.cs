using System.Globalization;
using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Planning;

/// <summary>The trials of a sweep, each once.</summary>
/// <param name="Merged">How many more there would be if equal ones were counted apart.</param>
public sealed record SampledTrials(ImmutableArray<Hyperparameters> Trials, int Merged);

/// <summary>
/// Draws the trials of a sweep from its search space. Ranges over epochs, batchSize and seed are rounded to the nearest whole
/// number; trials that come out equal are merged and counted.
/// </summary>
public static class Sampling
{
    public static SampledTrials Trials(SweepSpec spec) => spec.Sampler switch
    {
        RandomSampling random => Random(spec.Name, spec.Space, random),
        _ => Grid(spec),
    };

    /// <summary>
    /// Every combination, in this order: the seed varies slowest, then batchSize, weightDecay and lr; epochs vary fastest. So the
    /// whole picture under the first seed is there before the second begins.
    /// </summary>
    private static SampledTrials Grid(SweepSpec spec)
    {
        var space = spec.Space;
        var size = CheckedSize(spec);
        var lrs = Distinct(space.LearningRate, whole: false);
        var epochs = Distinct(space.Epochs, whole: true);
        var decays = Distinct(space.WeightDecay, whole: false);
        var batches = Distinct(space.BatchSize, whole: true);
        var seeds = Distinct(space.Seed, whole: true);
        var trials = ImmutableArray.CreateBuilder<Hyperparameters>(
            lrs.Length * epochs.Length * decays.Length * batches.Length * seeds.Length);
        foreach (var seed in seeds)
            foreach (var batch in batches)
                foreach (var decay in decays)
                    foreach (var lr in lrs)
                        foreach (var e in epochs)
                            trials.Add(new(lr, (int)e, decay, (int)batch, (long)seed));
        return new(trials.ToImmutable(), size - trials.Count);
    }

    /// <summary>
    /// One draw for every hyperparameter and trial, in the order lr, epochs, weightDecay, batchSize, seed, also where there is nothing to
    /// choose: so more trials begin with the same ones as fewer, and narrowing one distribution leaves the others' draws alone.
    /// </summary>
    private static SampledTrials Random(string sweep, SearchSpace space, RandomSampling sampler)
    {
        if (sampler.Trials > SweepSpec.MaxTrials)
        {
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                $"Sweep '{sweep}' draws {sampler.Trials} trials, and a sweep has at most {SweepSpec.MaxTrials}; "
                    + $"draw fewer, for instance sampler: {{ random: {{ trials: 1000 }} }}."));
        }
        var generator = new SplitMix64((ulong)sampler.Seed);
        var trials = ImmutableArray.CreateBuilder<Hyperparameters>();
        var seen = new HashSet<Hyperparameters>();
        for (var i = 0; i < sampler.Trials; i++)
        {
            var lr = space.LearningRate.At(generator.NextUnit());
            var epochs = Whole(space.Epochs.At(generator.NextUnit()));
            var decay = space.WeightDecay.At(generator.NextUnit());
            var batch = Whole(space.BatchSize.At(generator.NextUnit()));
            var seed = Whole(space.Seed.At(generator.NextUnit()));
            var trial = new Hyperparameters(lr, (int)epochs, decay, (int)batch, (long)seed);
            if (seen.Add(trial))
                trials.Add(trial);
        }
        return new(trials.ToImmutable(), sampler.Trials - trials.Count);
    }

    private static double[] Distinct(Distribution distribution, bool whole) =>
        [.. distribution.Points.Select(p => whole ? Whole(p) : p).Distinct()];

    private static double Whole(double value) => Math.Round(value, MidpointRounding.AwayFromZero);

    /// <summary>The grid's size before anything of it is made.</summary>
    private static int CheckedSize(SweepSpec spec)
    {
        var space = spec.Space;
        Distribution[] axes = [.. Parameter.All.Select(parameter => parameter.In(space))];
        var size = axes.Aggregate((UInt128)1, (product, axis) => product > ulong.MaxValue ? product : product * (UInt128)PointsOf(axis));
        return size <= SweepSpec.MaxTrials ? (int)size : throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"The grid of sweep '{spec.Name}' has {(size > ulong.MaxValue ? "more than " + ulong.MaxValue : size)} trials, "
                + $"and a sweep has at most {SweepSpec.MaxTrials}; "
                + $"take fewer points, or draw with sampler: {{ random: {{ trials: 1000 }} }}."));
    }

    private static long PointsOf(Distribution distribution) => distribution switch
    {
        Choice choice => choice.Values.Count,
        Linear range => range.Count ?? 0,
        Log { PerDecade: { } each } range => range.PointsPerDecade(each),
        Log range => range.Count ?? 0,
        Integers integers => ((integers.To - integers.From) / integers.Step) + 1,
        _ => throw new ArgumentOutOfRangeException(nameof(distribution)),
    };
}
