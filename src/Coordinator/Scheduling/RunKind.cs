using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Scheduling;

/// <summary>What the duration of an epoch depends on, the slot apart. The other hyperparameters change the numbers, not the work.</summary>
/// <param name="Code">Of the program that is run; null where the model is trained.</param>
/// <param name="Arithmetic">The one that the sweep asks for; null where it leaves that to the trainer.</param>
internal sealed record RunKind(
    DatasetSpec Dataset, ModelSpec Model, Precision Precision, int BatchSize, string? Code = null, string? Arithmetic = null)
{
    public static RunKind Of(SweepSpec spec, RunParameters parameters) =>
        new(spec.Dataset, spec.Model, spec.Precision, parameters.BatchSize, spec.Program?.Code, spec.Arithmetic);

    /// <summary>The same work in steps of another size: what is nearest where this kind was never measured.</summary>
    public bool IsNear(RunKind other) => this with { BatchSize = other.BatchSize } == other;
}

/// <summary>A slot by name.</summary>
internal readonly record struct SlotName(string Agent, int Number);
