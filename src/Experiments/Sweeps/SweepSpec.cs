using Sweep.Experiments.Spaces;

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
    public const int DefaultMaxAttempts = 3;
    public const int MaxTrials = 1_000_000;
}

/// <summary>A dataset by name, with limits: only the first <paramref name="Train"/> and <paramref name="Validation"/> images are used; null is all.</summary>
public sealed record DatasetSpec(string Name, int? Train, int? Validation)
{
    public const string Cifar10 = "cifar10";
    public const string Shapes10 = "shapes10";
    public static readonly IReadOnlyList<string> Names = [Cifar10, Shapes10];
}

/// <summary>
/// A model by name. <see cref="NotebookCnn"/> trains with libtorch; <see cref="Simulated"/> follows closed-form curves and takes
/// <paramref name="EpochMilliseconds"/> of wall clock an epoch: for demonstrations, drills and cluster tests.
/// </summary>
public sealed record ModelSpec(string Name, int EpochMilliseconds = 0)
{
    public const string NotebookCnn = "notebook-cnn";
    public const string Simulated = "simulated";
    public static readonly IReadOnlyList<string> Names = [NotebookCnn, Simulated];
}

/// <summary>Auto is Mixed on CUDA and Fp32 on CPU. Mixed is half-precision autocast with a loss scaler on CUDA, bfloat16 autocast on CPU.</summary>
public enum Precision { Auto, Fp32, Mixed }
