using System.Runtime.CompilerServices;
using Sweep.Experiments.Data;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;
using Sweep.Experiments.Trials;

namespace Sweep.GpuAgent.Trainers;

/// <summary>The trainer for a model's name. Called in the trainer process only: the agent itself never loads libtorch.</summary>
internal static class RunTrainers
{
    /// <param name="device"><c>cpu</c>, or <c>cuda:0</c> for the one GPU that this process sees.</param>
    /// <param name="dataFolder">Where datasets are looked for first.</param>
    /// <param name="allowance">Threads on a processor.</param>
    public static IRunTrainer For(string model, string device, string? dataFolder, ThreadAllowance allowance) => model switch
    {
        ModelSpec.Simulated => new SimulatedTrainer(),
        ModelSpec.NotebookCnn => Notebook(device, dataFolder, allowance),
        _ => throw new BadInputException(
            $"This agent cannot train model {model}; update it, or use one of {string.Join(", ", ModelSpec.Names)}."),
    };

    // On its own, so that the simulated trainer does not drag libtorch in when its neighbour's code is compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static NotebookTrainer Notebook(string device, string? dataFolder, ThreadAllowance allowance) =>
        new(spec => Datasets.Load(spec, dataFolder), device, TimeProvider.System, allowance);
}
