using System.Text.Json.Serialization;

namespace Sweep.Experiments.Spaces;

/// <summary>The named distributions of a sweep, one for each hyperparameter.</summary>
public sealed record SearchSpace(
    [property: JsonPropertyName("lr")] Distribution LearningRate,
    Distribution Epochs,
    Distribution WeightDecay,
    Distribution BatchSize,
    Distribution Seed)
{
    /// <summary>No search has more.</summary>
    public const int MaxTrials = 1_000_000;
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
