using System.Collections.Immutable;
using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Planning;

/// <summary>The trials of a sweep, each once.</summary>
/// <param name="Merged">How many more there would be if equal ones were counted apart.</param>
public sealed record SampledTrials(ImmutableArray<Hyperparameters> Trials, int Merged)
{
    /// <summary>How many points <c>exclude</c> leaves out.</summary>
    public int Excluded { get; init; }

    /// <summary>How many more points a grid would have if no hyperparameter were conditional.</summary>
    public long Conditional { get; init; }
}

/// <summary>
/// Draws the trials of a sweep from its search space. Ranges over whole numbers, epochs, batchSize and seed among them, are rounded to the
/// nearest one; trials that come out equal are merged and counted.
/// </summary>
public static class Sampling
{
    public static SampledTrials Trials(SweepSpec spec) => spec.Sampler switch
    {
        RandomSampling random => Some(spec, Random(spec, random)),
        _ => Some(spec, Grid(spec)),
    };

    private static SampledTrials Some(SweepSpec spec, SampledTrials sampled) => sampled is { Trials.Length: 0, Excluded: > 0 }
        ? throw new BadInputException($"Sweep '{spec.Name}' has no trial left: exclude leaves out all {sampled.Excluded}; narrow it.")
        : sampled;

    /// <summary>No place: what cannot be read here was refused before.</summary>
    private static SpaceConditions ConditionsOf(SweepSpec spec) => new(spec.Space, spec.Exclude, _ => new SpecPlace());

    /// <summary>
    /// Every combination, in this order: the seed varies slowest, then batchSize, weightDecay and lr, then the other parameters in the
    /// order written; epochs vary fastest. So the whole picture under the first seed is there before the second begins. A conditional
    /// parameter varies faster than those that its condition names, and does not vary where it does not hold.
    /// </summary>
    private static SampledTrials Grid(SweepSpec spec)
    {
        var conditions = ConditionsOf(spec);
        if (!conditions.Any)
            CheckSize(spec);
        var trials = ImmutableArray.CreateBuilder<Hyperparameters>();
        var point = new Point(spec.Space);
        ImmutableArray<GridAxis> axes =
            [.. conditions.InOrder(InGridOrder(spec.Space))
                .Select(axis => new GridAxis(axis.Name, point.PlaceOf(axis.Name), Counted(axis)))];
        var (points, left, excluded) = (0L, 0, 0);
        Vary(0, 1);
        var all = axes.Aggregate(
            1.0, (product, axis) => product * axis.Values.Sum(value => (double)value.Count));
        return new(trials.ToImmutable(), (int)(points - left))
        {
            Excluded = excluded,
            Conditional = conditions.Any ? (long)Math.Min(all - points, WholeNumber.Largest) : 0,
        };

        void Vary(int at, long alike)
        {
            if (at == axes.Length)
            {
                Take(alike);
                return;
            }
            var (name, place, values) = axes[at];
            if (!conditions.Holds(name, point))
            {
                point[place] = null;
                Vary(at + 1, alike);
                return;
            }
            foreach (var (value, count) in values)
            {
                point[place] = value;
                Vary(at + 1, alike * count);
            }
        }

        void Take(long alike)
        {
            points += alike;
            if (++left > SweepSpec.MaxTrials)
                throw TooLarge(spec, $"more than {SweepSpec.MaxTrials}");
            if (conditions.Excluded is { } excludes && excludes.Holds(point))
                excluded++;
            else
                trials.Add(point.Trial());
        }
    }

    private sealed record GridAxis(string Name, int Place, ImmutableArray<(ParameterValue Value, int Count)> Values);

    /// <summary>Each value once, with the number of points that come to it.</summary>
    private static ImmutableArray<(ParameterValue, int)> Counted(Axis axis) =>
        [.. axis.Distribution.ValuesOf(Parameter.Of(axis).Kind).GroupBy(value => value).Select(alike => (alike.Key, alike.Count()))];

    private static IEnumerable<Axis> InGridOrder(SearchSpace space)
    {
        string[] slow = [ParameterName.Seed, ParameterName.BatchSize, ParameterName.WeightDecay, ParameterName.LearningRate];
        return slow.SelectMany(name => space.Axes.Where(axis => axis.Name == name))
            .Concat(space.Axes.Where(axis => !ParameterName.Known.Contains(axis.Name)))
            .Concat(space.Axes.Where(axis => axis.Name == ParameterName.Epochs));
    }

    /// <summary>
    /// One draw for every hyperparameter and trial, also where there is nothing to choose: so more trials begin with the same ones as
    /// fewer, and narrowing one distribution leaves the others' draws alone. Those of lr, epochs, weightDecay, batchSize and seed follow
    /// one another in this order; every other parameter has a stream of its own, by its name, so that adding one leaves the others alone.
    /// </summary>
    private static SampledTrials Random(SweepSpec spec, RandomSampling sampler)
    {
        var space = spec.Space;
        if (sampler.Trials > SweepSpec.MaxTrials)
        {
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                $"Sweep '{spec.Name}' draws {sampler.Trials} trials, and a sweep has at most {SweepSpec.MaxTrials}; "
                    + $"draw fewer, for instance sampler: {{ random: {{ trials: 1000 }} }}."));
        }
        var generator = new SplitMix64((ulong)sampler.Seed);
        var own = space.Axes.Where(axis => !ParameterName.Known.Contains(axis.Name)).ToArray();
        var streams = own.Select(axis => SplitMix64.Of(sampler.Seed, axis.Name)).ToArray();
        var kinds = space.Axes.ToDictionary(axis => axis.Name, axis => Parameter.Of(axis).Kind);
        var point = new Point(space);
        var conditions = ConditionsOf(spec);
        Axis[] conditional = [.. conditions.InOrder(space.Axes).Where(axis => axis.Distribution.When is not null)];
        var excluded = 0;
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
            foreach (var axis in conditional)
                if (!conditions.Holds(axis.Name, point))
                    point[point.PlaceOf(axis.Name)] = null;
            if (conditions.Excluded is { } excludes && excludes.Holds(point))
            {
                excluded++;
                continue;
            }
            var trial = point.Trial();
            if (seen.Add(trial))
                trials.Add(trial);
        }
        return new(trials.ToImmutable(), sampler.Trials - excluded - trials.Count) { Excluded = excluded };
    }

    /// <summary>The grid's size before anything of it is made.</summary>
    private static void CheckSize(SweepSpec spec)
    {
        var axes = spec.Space.Axes.Select(axis => axis.Distribution);
        var size = axes.Aggregate((UInt128)1, (product, axis) => product > ulong.MaxValue ? product : product * (UInt128)PointsOf(axis));
        if (size > SweepSpec.MaxTrials)
            throw TooLarge(spec, string.Create(
                CultureInfo.InvariantCulture, $"{(size > ulong.MaxValue ? "more than " + ulong.MaxValue : size)}"));
    }

    private static BadInputException TooLarge(SweepSpec spec, string size) => new(string.Create(CultureInfo.InvariantCulture,
        $"The grid of sweep '{spec.Name}' has {size} trials, and a sweep has at most {SweepSpec.MaxTrials}; "
            + $"take fewer points, or draw with sampler: {{ random: {{ trials: 1000 }} }}."));

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
