using System.Text.Json.Serialization;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>One submitted search, as its file says it: checked, complete with every default, and the same on every machine.</summary>
/// <param name="Name">The sweep's name and identity in its home folder: lower-case letters, digits, '-', '_' and '.', at most 64.</param>
/// <param name="Dataset">What is trained on.</param>
/// <param name="Model">Which network.</param>
/// <param name="Objective">What the trials are ranked by.</param>
/// <param name="Space">Which values are tried.</param>
/// <param name="Sampler">How trials are drawn from the space.</param>
/// <param name="Precision">Arithmetic of the training.</param>
/// <param name="MaxAttempts">How often a run may crash before its open trials are failed.</param>
/// <param name="Sharing">Whether trials that differ only in epochs share one run.</param>
public sealed record SweepSpec(
    string Name,
    DatasetSpec Dataset,
    ModelSpec Model,
    Objective Objective,
    SearchSpace Space,
    Sampler Sampler,
    Precision Precision,
    int MaxAttempts,
    bool Sharing)
{
    /// <summary>Whom the coordinator tells when the sweep is done or fails; null where nobody. No part of what is trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NotifySpec? Notify { get; init; }

    /// <summary>The program that is run in place of a built-in model; null where the model is trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgramSpec? Program { get; init; }

    /// <summary>The points of the space that are left out, as a condition over its parameters; null where none are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Exclude { get; init; }

    /// <summary>
    /// <see cref="Arithmetics.LibTorch"/> where the built-in network is to be computed by that everywhere; null is a trainer's choice.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Arithmetic { get; init; }

    /// <summary>How seldom a run may keep a checkpoint; null is one after every epoch. No part of what is trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CheckpointEvery? CheckpointEvery { get; init; }

    public const int DefaultMaxAttempts = 3;
    public const int MaxTrials = SearchSpace.MaxTrials;
}
