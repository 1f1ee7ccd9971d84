using System.Text.Json.Serialization;

namespace Sweep.Experiments.Trials;

/// <summary>
/// One immutable assignment of the search space. Doubles keep every bit: the canonical text writes them in the shortest form
/// that reads back to the same number, and the identities of trials and runs are hashes of it.
/// </summary>
/// <param name="Shared">What this trial has in common with all trials that differ from it only in epochs.</param>
/// <param name="Epochs">How many passes over the training set, at least one.</param>
[JsonConverter(typeof(HyperparametersJson))]
public sealed record Hyperparameters(RunParameters Shared, int Epochs)
{
    /// <summary>Those of the built-in network; the values are those of <see cref="RunParameters"/>.</summary>
    public Hyperparameters(double learningRate, int epochs, double weightDecay, int batchSize, long seed)
        : this(new(learningRate, weightDecay, batchSize, seed), epochs)
    {
    }

    public double LearningRate => Shared.LearningRate;
    public double WeightDecay => Shared.WeightDecay;
    public int BatchSize => Shared.BatchSize;
    public long Seed => Shared.Seed;

    /// <summary>Null where there is none of that name.</summary>
    public ParameterValue? this[string name] => name == ParameterName.Epochs ? ParameterValue.Of((long)Epochs) : Shared[name];

    /// <summary>In the order in which they are shown and written: lr, epochs, weightDecay, batchSize, seed, then the others.</summary>
    public IEnumerable<KeyValuePair<string, ParameterValue>> Values
    {
        get
        {
            var epochs = KeyValuePair.Create(ParameterName.Epochs, ParameterValue.Of((long)Epochs));
            var behind = false;
            foreach (var value in Shared.Values)
            {
                if (!behind && value.Key != ParameterName.LearningRate)
                {
                    behind = true;
                    yield return epochs;
                }
                yield return value;
            }
            if (!behind)
                yield return epochs;
        }
    }

    /// <summary>Those of <see cref="Values"/>, in no order.</summary>
    public IEnumerable<string> Names => Shared.Names.Append(ParameterName.Epochs);

    /// <summary>The canonical text: fixed order, invariant culture, shortest round-trip numbers.</summary>
    public string Canonical => FormattableString.Invariant($"epochs={Epochs} {Shared.Canonical}");

    /// <summary>The same with another value of that name, or without any where it is null.</summary>
    public Hyperparameters With(string name, ParameterValue? value) => name == ParameterName.Epochs
        ? this with { Epochs = (int)value!.Value.Whole }
        : this with { Shared = Shared.With(name, value) };

    public TrialId TrialOf(string sweep) => new(RunParameters.IdentityOf(sweep, Canonical));

    public override string ToString() => Canonical;
}
