using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Scheduling;

/// <summary>A trial with its place in its sweep's grid and the run that serves it.</summary>
internal sealed class SweepTrial(Trial trial, RunState run)
{
    public const int NotInGrid = -1;

    public Trial Trial => trial;
    public TrialId Id => trial.Id;
    public int Epochs => trial.Hyperparameters.Epochs;
    public RunState Run => run;

    /// <summary>Counted from 0 in the grid's order; <see cref="NotInGrid"/> where a later sweep file no longer has the trial.</summary>
    public int GridIndex { get; internal set; } = NotInGrid;
    public bool InGrid => GridIndex != NotInGrid;
}
