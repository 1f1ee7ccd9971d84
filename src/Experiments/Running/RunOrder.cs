using System.Text.Json.Serialization;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Running;

/// <summary>Everything a trainer has to know to train a run, or to continue it. Nothing in it depends on who trains or when.</summary>
/// <param name="Sweep">The sweep's name, for logs and folders; it does not influence the training.</param>
/// <param name="From">The checkpoint to continue from; null starts at the initialisation.</param>
/// <param name="ToEpoch">The last epoch to train, greater than the checkpoint's.</param>
public sealed record RunOrder(
    RunId Run,
    string Sweep,
    RunParameters Parameters,
    DatasetSpec Dataset,
    ModelSpec Model,
    Precision Precision,
    CheckpointReference? From,
    int ToEpoch)
{
    /// <summary>The program that is run; null where the model is trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ProgramSpec? Program { get; init; }

    /// <summary>The metric that the sweep ranks by, where a program is run: an epoch in which it is not finite has diverged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Metric { get; init; }

    /// <summary>
    /// One of <see cref="Arithmetics"/>: that of the epochs before, or of the record that is repeated; null is the trainer's own choice. A
    /// machine that lacks it takes another, and says so in the provenance.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Arithmetic { get; init; }

    /// <summary>Which epochs have a checkpoint; null is every one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CheckpointPlan? Checkpoints { get; init; }

    /// <summary>The last epoch already trained.</summary>
    [JsonIgnore]
    public int FromEpoch => From?.Epoch ?? 0;
}

/// <summary>
/// A checkpoint by content: the state of a run after <paramref name="Epoch"/>, found under its SHA-256 (lower-case hexadecimal).
/// </summary>
public sealed record CheckpointReference(int Epoch, string Sha256, long Bytes);

/// <summary>Where and with what a run was trained: recorded with every result.</summary>
/// <param name="DatasetFingerprint">SHA-256 over the images and labels used, after the limits; lower-case hexadecimal.</param>
/// <param name="Device">For instance <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="DeviceModel">The processor's or GPU's own name.</param>
/// <param name="Libtorch">Version of the native library; <see cref="NoLibtorch"/> where it was not used.</param>
/// <param name="Program">Version of Sweep, with <c>+</c> and the git commit where the build knew it.</param>
/// <param name="Precision">The arithmetic in fact used.</param>
/// <param name="Driver">Version of the GPU driver; empty on a CPU.</param>
public sealed record Provenance(
    string DatasetFingerprint, string Device, string DeviceModel, string Libtorch, string Program, Precision Precision, string Driver)
{
    public const string NoLibtorch = "none";

    /// <summary>One of <see cref="Arithmetics"/>; null where libtorch computed, or nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Arithmetic { get; init; }

    /// <summary>What an order asks for that is to have the same bits; null where there is nothing to choose.</summary>
    [JsonIgnore]
    public string? SameArithmetic => Arithmetic ?? (Libtorch == NoLibtorch ? null : Arithmetics.LibTorch);
}
