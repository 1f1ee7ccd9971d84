using System.Text.Json.Serialization;
using Sweep.Files;

namespace Sweep.Experiments.Trials;

/// <summary>
/// One immutable assignment of the search space. Doubles keep every bit: the canonical text writes them in the shortest form
/// that reads back to the same number, and the identities of trials and runs are hashes of it.
/// </summary>
/// <param name="LearningRate">AdamW's step size, greater than zero.</param>
/// <param name="Epochs">How many passes over the training set, at least one.</param>
/// <param name="WeightDecay">AdamW's decoupled weight decay, zero or more.</param>
/// <param name="BatchSize">Images in a training batch; validation uses twice as many.</param>
/// <param name="Seed">Seed of the initialisation and of every epoch's shuffle.</param>
public sealed record Hyperparameters(
    [property: JsonPropertyName("lr")] double LearningRate,
    int Epochs,
    double WeightDecay,
    int BatchSize,
    long Seed)
{
    /// <summary>The canonical text: fixed order, invariant culture, shortest round-trip numbers.</summary>
    [JsonIgnore]
    public string Canonical => FormattableString.Invariant($"epochs={Epochs} {Shared.Canonical}");

    /// <summary>What this trial has in common with all trials that differ from it only in epochs.</summary>
    [JsonIgnore]
    public RunParameters Shared => new(LearningRate, WeightDecay, BatchSize, Seed);

    public TrialId TrialOf(string sweep) => new(Identity.Of(sweep, Canonical));
}

/// <summary>The hyperparameters of a run: those of its trials without the epochs.</summary>
public sealed record RunParameters(
    [property: JsonPropertyName("lr")] double LearningRate,
    double WeightDecay,
    int BatchSize,
    long Seed)
{
    [JsonIgnore]
    public string Canonical =>
        FormattableString.Invariant($"lr={LearningRate:R} weightDecay={WeightDecay:R} batchSize={BatchSize} seed={Seed}");

    public Hyperparameters For(int epochs) => new(LearningRate, epochs, WeightDecay, BatchSize, Seed);

    /// <summary>The run that trains these parameters for every trial of <paramref name="sweep"/> that shares them.</summary>
    public RunId RunOf(string sweep) => new(Identity.Of(sweep, Canonical));

    /// <summary>The run that trains one trial alone, where prefix sharing is switched off.</summary>
    public RunId RunAlone(string sweep, int epochs) => new(Identity.Of(sweep, $"alone {For(epochs).Canonical}"));
}

file static class Identity
{
    public static string Of(string sweep, string canonical) => Sha256Name.Of($"{sweep}\n{canonical}")[..16];
}
