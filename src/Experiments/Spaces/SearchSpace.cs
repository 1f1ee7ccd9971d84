using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Spaces;

/// <summary>A hyperparameter's name and the values that it may have.</summary>
public readonly record struct Axis(string Name, Distribution Distribution);

/// <summary>The named distributions of a sweep, one for each hyperparameter.</summary>
[JsonConverter(typeof(SearchSpaceJson))]
public sealed record SearchSpace
{
    /// <summary>No search has more.</summary>
    public const int MaxTrials = 1_000_000;

    private readonly ImmutableArray<Axis> axes;

    private SearchSpace(ImmutableArray<Axis> axes) => this.axes = axes;

    /// <summary>That of the built-in network.</summary>
    public SearchSpace(
        Distribution learningRate, Distribution epochs, Distribution weightDecay, Distribution batchSize, Distribution seed)
        : this(
            [
                new(ParameterName.LearningRate, learningRate), new(ParameterName.Epochs, epochs),
                new(ParameterName.WeightDecay, weightDecay), new(ParameterName.BatchSize, batchSize), new(ParameterName.Seed, seed),
            ])
    {
    }

    /// <summary>Any names, each once; those of the built-in network come first, the others stay in their order.</summary>
    public static SearchSpace Of(IEnumerable<Axis> axes) => new([.. axes.OrderBy(PlaceOf)]);

    /// <summary>lr, epochs, weightDecay, batchSize and seed where they are there, then the others in the order written.</summary>
    public ImmutableArray<Axis> Axes => axes;

    /// <summary>Null where there is none of that name.</summary>
    public Distribution? this[string name] => axes.FirstOrDefault(axis => axis.Name == name).Distribution;

    public Distribution LearningRate { get => this[ParameterName.LearningRate]!; init => axes = Set(ParameterName.LearningRate, value); }
    public Distribution Epochs { get => this[ParameterName.Epochs]!; init => axes = Set(ParameterName.Epochs, value); }
    public Distribution WeightDecay { get => this[ParameterName.WeightDecay]!; init => axes = Set(ParameterName.WeightDecay, value); }
    public Distribution BatchSize { get => this[ParameterName.BatchSize]!; init => axes = Set(ParameterName.BatchSize, value); }
    public Distribution Seed { get => this[ParameterName.Seed]!; init => axes = Set(ParameterName.Seed, value); }

    /// <summary>The same with other values for one of its parameters, or with one more.</summary>
    public SearchSpace With(string name, Distribution distribution) => new(Set(name, distribution));

    public bool Equals(SearchSpace? other) =>
        ReferenceEquals(this, other) || (other is not null && axes.AsSpan().SequenceEqual(other.axes.AsSpan()));

    public override int GetHashCode() => axes.Aggregate(0, HashCode.Combine);

    public override string ToString() => string.Join(", ", axes.Select(axis => $"{axis.Name}: {axis.Distribution}"));

    private ImmutableArray<Axis> Set(string name, Distribution distribution)
    {
        var at = axes.ToList().FindIndex(axis => axis.Name == name);
        return at >= 0 ? axes.SetItem(at, new(name, distribution)) : Of([.. axes, new(name, distribution)]).axes;
    }

    private static int PlaceOf(Axis axis)
    {
        for (var i = 0; i < ParameterName.Known.Count; i++)
            if (ParameterName.Known[i] == axis.Name)
                return i;
        return ParameterName.Known.Count;
    }
}

/// <summary>How trials are drawn from a search space.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(GridSampling), "grid")]
[JsonDerivedType(typeof(RandomSampling), "random")]
public abstract record Sampler
{
    private protected Sampler() { }
}

/// <summary>Every combination of the grid points, once.</summary>
public sealed record GridSampling : Sampler;

/// <summary>
/// <paramref name="Trials"/> independent draws from a generator seeded with <paramref name="Seed"/>: the same draws on every machine.
/// </summary>
public sealed record RandomSampling(int Trials, long Seed) : Sampler;
