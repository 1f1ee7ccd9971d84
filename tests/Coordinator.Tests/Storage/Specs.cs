using Sweep.Coordinator.Storage;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Tests;

namespace Sweep.Coordinator.Tests.Storage;

/// <summary>Small sweeps.</summary>
internal static class Specs
{
    /// <summary>Two learning rates and three lengths: six trials, two runs of three epochs.</summary>
    public static SweepSpec Simulated(string name = "s", Objective? objective = null, params double[] lrs) => SomeSpec.Of(
        name, new(DatasetSpec.Shapes10, 100, 50), objective: objective, lr: new Choice(lrs.Length > 0 ? lrs : [0.001, 0.01]),
        epochs: new Choice([1, 2, 3]), precision: Precision.Fp32, maxAttempts: SweepSpec.DefaultMaxAttempts);

    public static StoredSweep Record(string name, long submitted) =>
        new(Simulated(name), $"name: {name}\n", new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), submitted, false, new(6, 0, 0, 0, 6), 2, 0, 6, null);
}
