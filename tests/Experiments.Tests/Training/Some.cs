using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Training;

/// <summary>Small valid things, of which a test says only what matters to it.</summary>
internal static class Some
{
    public const long Seed = 7;

    /// <summary>
    /// Images that can be learned: noise with a bright bar whose place is the class. The network is not asked to be good at it, only to
    /// have something to descend on.
    /// </summary>
    public static Dataset Dataset(int train = 96, int validation = 40, int size = 16) =>
        Sweep.Experiments.Data.Dataset.Of("bars", Images(train, size, 1), Images(validation, size, 2), [.. Enumerable.Range(0, 10).Select(c => $"bar {c}")]);

    private static ImageSet Images(int count, int size, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[count * 3 * size * size];
        var labels = new byte[count];
        random.NextBytes(pixels);
        for (var i = 0; i < count; i++)
        {
            labels[i] = (byte)random.Next(10);
            for (var column = 0; column < size; column++)
                pixels[(i * 3 + labels[i] % 3) * size * size + (labels[i] + 2) * size + column] = 255;
        }
        return new(pixels, labels, 3, size, size);
    }

    public static RunOrder Order(int epochs = 1, double lr = 1e-3, int batchSize = 8, Precision precision = Precision.Fp32, CheckpointReference? from = null,
        string? arithmetic = null) =>
        new(new("run"), "sweep", new(lr, 1e-3, batchSize, Seed), new("bars", null, null), new(ModelSpec.NotebookCnn), precision, from, epochs)
        {
            Arithmetic = arithmetic,
        };
}
