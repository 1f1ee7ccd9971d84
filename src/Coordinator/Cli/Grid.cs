using Sweep.Coordinator.Cli.Programs;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>A sweep as it was given to a command.</summary>
/// <param name="Spec">Checked, with the hash of its program's code.</param>
/// <param name="Source">The text of its sweep file; for a grid in options the file that says the same.</param>
/// <param name="Code">Its program's code; null where it has none.</param>
internal sealed record Grid(SweepSpec Spec, string Source, PackedCode? Code) : IDisposable
{
    public void Dispose() => Code?.Dispose();
}
