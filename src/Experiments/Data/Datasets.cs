using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Data;

/// <summary>The datasets that Sweep knows.</summary>
public static class Datasets
{
    /// <summary>How many images <paramref name="name"/> has.</summary>
    public static (int Train, int Validation) SizeOf(string name) => name == DatasetSpec.Cifar10
        ? (50_000, 10_000)
        : (10_000, 2_000);
}
