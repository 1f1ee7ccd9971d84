using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Notifying;

/// <summary>Whom the coordinator of a home tells: a file in the home, which only its owner can have put there.</summary>
internal static class NotifyFile
{
    /// <returns>Null where there is none.</returns>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    public static NotifySpec? Read(string path) => File.Exists(path) ? NotifySection.Parse(SweepFile.ReadText(path), path) : null;
}
