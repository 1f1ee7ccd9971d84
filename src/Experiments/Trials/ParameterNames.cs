namespace Sweep.Experiments.Trials;

/// <summary>The names of a run's parameters, in their order. The trials of a sweep share one, however many they are.</summary>
internal sealed class ParameterNames
{
    /// <summary>Those of the built-in network.</summary>
    public static readonly ParameterNames BuiltIn =
        new([ParameterName.LearningRate, ParameterName.WeightDecay, ParameterName.BatchSize, ParameterName.Seed]);

    private readonly string[] names;

    private ParameterNames(string[] names)
    {
        this.names = names;
        LearningRate = IndexOf(ParameterName.LearningRate);
        WeightDecay = IndexOf(ParameterName.WeightDecay);
        BatchSize = IndexOf(ParameterName.BatchSize);
        Seed = IndexOf(ParameterName.Seed);
    }

    /// <param name="names">In their order, each once, the epochs left out.</param>
    public static ParameterNames Of(string[] names) => BuiltIn.names.AsSpan().SequenceEqual(names) ? BuiltIn : new(names);

    public IReadOnlyList<string> All => names;

    /// <summary>Places; below zero where there is none of that name.</summary>
    public int LearningRate { get; }
    public int WeightDecay { get; }
    public int BatchSize { get; }
    public int Seed { get; }

    public int IndexOf(string name) => Array.IndexOf(names, name);

    public bool IsSameAs(ParameterNames other) => ReferenceEquals(this, other) || names.AsSpan().SequenceEqual(other.names);
}
