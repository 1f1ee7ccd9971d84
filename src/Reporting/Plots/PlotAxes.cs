namespace Sweep.Reporting.Plots;

/// <summary>The hyperparameters that a picture is asked to have on its axes.</summary>
/// <param name="X">Null leaves the choice to the sweep.</param>
/// <param name="Y">Null leaves the choice to the sweep.</param>
internal readonly record struct PlotAxes(string? X = null, string? Y = null);
