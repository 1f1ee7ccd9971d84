using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Tests;

/// <summary>A sweep of one trial, right in every respect that a test does not name.</summary>
internal static class SomeSpec
{
    public static SweepSpec Of(
        string name = "some", DatasetSpec? dataset = null, string model = ModelSpec.Simulated, Objective? objective = null,
        Distribution? lr = null, Distribution? epochs = null, Distribution? weightDecay = null, Distribution? batchSize = null,
        Distribution? seed = null, Sampler? sampler = null, Precision precision = Precision.Auto, int maxAttempts = 3, bool sharing = true) =>
        new(
            name,
            dataset ?? new(DatasetSpec.Shapes10, null, null),
            new(model),
            objective ?? Objective.ValAccuracy,
            new(lr ?? One(1e-3), epochs ?? One(1), weightDecay ?? One(1e-3), batchSize ?? One(8), seed ?? One(0)),
            sampler ?? new GridSampling(),
            precision,
            maxAttempts,
            sharing);

    private static Choice One(double value) => new([value]);
}
