using System.Collections.Immutable;
using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Planning;

/// <summary>The trials of a sweep, each once.</summary>
/// <param name="Merged">How many more there would be if equal ones were counted apart.</param>
public sealed record SampledTrials(ImmutableArray<Hyperparameters> Trials, int Merged);

/// <summary>
/// Draws the trials of a sweep from its search space. Ranges over whole numbers, epochs, batchSize and seed among them, are rounded to the
/// nearest one; trials that come out equal are merged and counted.
/// </summary>
public static class Sampling
{
    public static SampledTrials Trials(SweepSpec spec) => spec.Sampler switch
    {
        RandomSampling random => Random(spec.Name, spec.Space, random),
        _ => Grid(spec),
    };

    /// <summary>
    /// Every combination, in this order: the seed varies slowest, then batchSize, weightDecay and lr, then the other parameters in the
    /// order written; epochs vary fastest. So the whole picture under the first seed is there before the second begins.
    /// </summary>
    private static SampledTrials Grid(SweepSpec spec)
    {
        var size = CheckedSize(spec);
        var trials = ImmutableArray.CreateBuilder<Hyperparameters>();
        var point = new Point(spec.Space);
        ImmutableArray<GridAxis> axes =
            [.. InGridOrder(spec.Space)
                .Select(axis => new GridAxis(point.PlaceOf(axis.Name), [.. axis.Distribution.ValuesOf(Parameter.Of(axis).Kind)]))];
        Vary(0);
        return new(trials.ToImmutable(), size - trials.Count);

        void Vary(int axis)
        {
            if (axis == axes.Length)
            {
                trials.Add(point.Trial());
                return;
            }
            foreach (var value in axes[axis].Values)
            {
                point[axes[axis].Place] = value;
                Vary(axis + 1);
            }
        }
    }

    private sealed record GridAxis(int Place, ImmutableArray<ParameterValue> Values);

    private static IEnumerable<Axis> InGridOrder(SearchSpace space)
    {
        string[] slow = [ParameterName.Seed, ParameterName.BatchSize, ParameterName.WeightDecay, ParameterName.LearningRate];
        return slow.SelectMany(name => space.Axes.Where(axis => axis.Name == name))
            .Concat(space.Axes.Where(axis => !ParameterName.Known.Contains(axis.Name)))
            .Concat(space.Axes.Where(axis => axis.Name == ParameterName.Epochs));
    }

    /// <summary>
    /// One draw for every hyperparameter and trial, also where there is nothing to choose: so more trials begin with the same ones as
    /// fewer, and narrowing one distribution leaves the others' draws alone. Those of lr, epochs, weightDecay, batchSize and seed follow one
    /// another in this order; every other parameter has a stream of its own, by its name, so that adding one leaves the others alone.
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
        var own = space.Axes.Where(axis => !ParameterName.Known.Contains(axis.Name)).ToArray();
        var streams = own.Select(axis => SplitMix64.Of(sampler.Seed, axis.Name)).ToArray();
        var kinds = space.Axes.ToDictionary(axis => axis.Name, axis => Parameter.Of(axis).Kind);
        var point = new Point(space);
        var trials = ImmutableArray.CreateBuilder<Hyperparameters>();
        var seen = new HashSet<Hyperparameters>();
        for (var i = 0; i < sampler.Trials; i++)
        {
            foreach (var name in ParameterName.Known)
            {
                var drawn = generator.NextUnit();
                if (space[name] is { } distribution)
                    point[point.PlaceOf(name)] = distribution.ValueAt(drawn, kinds[name]);
            }
            for (var o = 0; o < own.Length; o++)
                point[point.PlaceOf(own[o].Name)] = own[o].Distribution.ValueAt(streams[o].NextUnit(), kinds[own[o].Name]);
            var trial = point.Trial();
            if (seen.Add(trial))
                trials.Add(trial);
        }
        return new(trials.ToImmutable(), sampler.Trials - trials.Count);
    }

    /// <summary>The grid's size before anything of it is made.</summary>
    private static int CheckedSize(SweepSpec spec)
    {
        var axes = spec.Space.Axes.Select(axis => axis.Distribution);
        var size = axes.Aggregate((UInt128)1, (product, axis) => product > ulong.MaxValue ? product : product * (UInt128)PointsOf(axis));
        return size <= SweepSpec.MaxTrials ? (int)size : throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"The grid of sweep '{spec.Name}' has {(size > ulong.MaxValue ? "more than " + ulong.MaxValue : size)} trials, "
                + $"and a sweep has at most {SweepSpec.MaxTrials}; "
                + $"take fewer points, or draw with sampler: {{ random: {{ trials: 1000 }} }}."));
    }

    private static long PointsOf(Distribution distribution) => distribution switch
    {
        Choice choice => choice.Values.Count,
        Listed list => list.Values.Count,
        Linear range => range.Count ?? 0,
        Log { PerDecade: { } each } range => range.PointsPerDecade(each),
        Log range => range.Count ?? 0,
        Integers integers => ((integers.To - integers.From) / integers.Step) + 1,
        _ => throw new ArgumentOutOfRangeException(nameof(distribution)),
    };
}
