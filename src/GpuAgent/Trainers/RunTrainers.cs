using System.Runtime.CompilerServices;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;

namespace Sweep.GpuAgent.Trainers;

/// <summary>The trainer for a model's name. Called in the trainer process only: the agent itself never loads libtorch.</summary>
internal static class RunTrainers
{
    /// <param name="dataFolder">Where datasets are looked for first.</param>
    public static IRunTrainer For(string model, string? dataFolder) => model switch
    {
        _ => throw new BadInputException($"This agent cannot train model {model}; update it, or use one of {string.Join(", ", ModelSpec.Names)}."),
    };
}
