using Sweep.Experiments.Planning;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Drilling;

/// <summary>A person's own sweep in a drill, in place of the drill's.</summary>
/// <param name="Spec">With the hash of its program's code.</param>
/// <param name="Source">The text of its sweep file.</param>
/// <param name="Archive">The file with its program's code; null where it has none.</param>
internal sealed record DrillExperiment(SweepSpec Spec, string Source, string? Archive)
{
    public int Trials => Sampling.Trials(Spec).Trials.Length;

    /// <param name="number">Counted from 1: a drill of kills trains one sweep after the other until it has killed enough.</param>
    public SweepSpec Sweep(int number) => Spec with
    {
        Name = DrillSweep.NameOf(number),
        MaxAttempts = DrillSweep.MaxAttempts,
        Notify = null,
    };
}
