using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Querying;

/// <summary>What a person chooses: the hyperparameters without the seed. Trials that differ only in it are of one configuration.</summary>
internal sealed class Configuration : IEquatable<Configuration>
{
    /// <summary>Those of one of its trials.</summary>
    private readonly Hyperparameters trial;

    private Configuration(Hyperparameters trial) => this.trial = trial;

    public static Configuration Of(TrialRow trial) => Of(trial.Hyperparameters);

    public static Configuration Of(Hyperparameters trial) => new(trial);

    public double LearningRate => trial.LearningRate;
    public int Epochs => trial.Epochs;
    public double WeightDecay => trial.WeightDecay;
    public int BatchSize => trial.BatchSize;

    /// <summary>Null where there is none of that name.</summary>
    public ParameterValue? this[string name] => name == ParameterName.Seed ? null : trial[name];

    /// <summary>In the order in which they are shown.</summary>
    public IEnumerable<KeyValuePair<string, ParameterValue>> Values => trial.Values.Where(value => value.Key != ParameterName.Seed);

    public bool Equals(Configuration? other) =>
        other is not null && trial.Epochs == other.trial.Epochs && trial.Shared.IsSameButForTheSeed(other.trial.Shared);

    public override bool Equals(object? obj) => Equals(obj as Configuration);
    public override int GetHashCode() => HashCode.Combine(trial.Epochs, trial.Shared.HashWithoutTheSeed());

    public static bool operator ==(Configuration? left, Configuration? right) => left?.Equals(right) ?? right is null;
    public static bool operator !=(Configuration? left, Configuration? right) => !(left == right);

    public override string ToString() => string.Join(", ", Values.Select(value => $"{value.Key} {Numbers.Exact(value.Value)}"));
}
