using System.Collections.Immutable;
using ScottPlot.TickGenerators;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>
/// The numbers of a hyperparameter as an axis, in log10 where steps are factors. There diverged ones far above all that learnt stand
/// together at a place of their own behind a gap: drawn to scale, a single 1e10 would leave everything else the width of a finger.
/// </summary>
internal sealed class NumberAxis
{
    /// <summary>Decades above the highest that learnt.</summary>
    private const double Near = 1.5;
    private const int MostTried = 8;

    /// <summary>Labels nearer than this share of the axis would touch.</summary>
    private const double Apart = .07;

    private readonly ImmutableArray<double> near;
    private readonly ImmutableArray<double> far;
    private readonly double edge;

    /// <param name="trials">At least one, each with a number of that name.</param>
    public NumberAxis(ImmutableArray<TrialRow> trials, string name, Objective objective)
    {
        Name = name;
        IsLogarithmic = AxisScale.IsLogarithmic(name, [.. trials.Select(ValueOf)]);
        double[] learnt = [.. trials.Where(t => double.IsFinite(objective.Of(t))).Select(Forth)];
        var reach = learnt.Length == 0 || !IsLogarithmic ? double.PositiveInfinity : learnt.Max() + Near;
        near = [.. trials.Select(Forth).Where(r => r <= reach).Distinct().Order()];
        var diverged = trials.Where(t => t.State == TrialState.Diverged);
        far = [.. diverged.Select(Forth).Where(r => r > reach).Distinct().Order()];
        var width = near[^1] - near[0];
        edge = near[^1] + Math.Max(width * .14, .5);
        var side = IsLogarithmic ? Math.Max(width * .05, width < 1e-9 ? .6 : .08)
            : width > 0 ? width * .05
            : Math.Max(Math.Abs(near[0]) * .1, .5);
        (From, To) = (near[0] - side, (far.IsEmpty ? near[^1] : edge) + side);
        Ticks = far.IsEmpty ? OfNear(To) : WithFar(OfNear(near[^1] + side));
    }

    public string Name { get; }
    public bool IsLogarithmic { get; }
    public double From { get; }
    public double To { get; }
    public NumericManual Ticks { get; }

    public double ValueOf(TrialRow trial) => trial.Hyperparameters[Name]!.Value.Number;

    public double Place(double value) => far.BinarySearch(Forth(value)) >= 0 ? edge : Forth(value);

    private double Forth(TrialRow trial) => Forth(ValueOf(trial));

    private double Forth(double value) => IsLogarithmic ? Math.Log10(value) : value;

    private double Back(double place) => IsLogarithmic ? Math.Pow(10, place) : place;

    /// <summary>The values that were tried where they are few and apart, else decades, or steps that a person would take.</summary>
    private NumericManual OfNear(double to)
    {
        var apart = near.Length <= MostTried && near.Zip(near.Skip(1)).All(pair => pair.Second - pair.First >= Apart * (To - From));
        var ticks = IsLogarithmic ? Plots.Ticks.Logarithmic(From, to, labels: !apart) : new NumericManual();
        if (apart)
            foreach (var value in near)
                ticks.AddMajor(value, Numbers.Mark(Back(value)));
        else if (!IsLogarithmic)
            foreach (var value in Plots.Ticks.Nice(From, to))
                ticks.AddMajor(value, Numbers.Mark(value));
        return ticks;
    }

    private NumericManual WithFar(NumericManual ticks)
    {
        ticks.AddMajor(edge, $"… {Numbers.Mark(Back(far[0]))}{(far.Length > 1 ? " and up" : "")}");
        return ticks;
    }
}
