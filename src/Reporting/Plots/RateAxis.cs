using System.Collections.Immutable;
using ScottPlot.TickGenerators;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>
/// The learning rates of a sweep as an axis in log10. Diverged ones far above all that learnt stand together at a place of their own
/// behind a gap: drawn to scale, a single 1e10 would leave everything else the width of a finger.
/// </summary>
internal sealed class RateAxis
{
    /// <summary>Decades above the highest rate that learnt.</summary>
    private const double Near = 1.5;
    private const int MostTried = 8;

    /// <summary>Labels nearer than this share of the axis would touch.</summary>
    private const double Apart = .07;

    private readonly ImmutableArray<double> near;
    private readonly ImmutableArray<double> far;
    private readonly double edge;

    public RateAxis(ImmutableArray<TrialRow> trials, Objective objective)
    {
        double[] learnt = [.. trials.Where(t => double.IsFinite(objective.Of(t))).Select(t => Math.Log10(t.LearningRate))];
        var reach = learnt.Length == 0 ? double.PositiveInfinity : learnt.Max() + Near;
        near = [.. trials.Select(t => Math.Log10(t.LearningRate)).Where(r => r <= reach).Distinct().Order()];
        var diverged = trials.Where(t => t.State == TrialState.Diverged);
        far = [.. diverged.Select(t => Math.Log10(t.LearningRate)).Where(r => r > reach).Distinct().Order()];
        var width = near[^1] - near[0];
        edge = near[^1] + Math.Max(width * .14, .5);
        var side = Math.Max(width * .05, width < 1e-9 ? .6 : .08);
        (From, To) = (near[0] - side, (far.IsEmpty ? near[^1] : edge) + side);
        Ticks = far.IsEmpty ? OfNear(To) : WithFar(OfNear(near[^1] + side));
    }

    public double From { get; }
    public double To { get; }
    public NumericManual Ticks { get; }

    public double Place(double rate) => far.Contains(Math.Log10(rate)) ? edge : Math.Log10(rate);

    /// <summary>The rates that were tried where they are few and apart, else decades.</summary>
    private NumericManual OfNear(double to)
    {
        var apart = near.Length <= MostTried && near.Zip(near.Skip(1)).All(pair => pair.Second - pair.First >= Apart * (To - From));
        var ticks = Plots.Ticks.Logarithmic(From, to, labels: !apart);
        if (apart)
            foreach (var rate in near)
                ticks.AddMajor(rate, Numbers.Mark(Math.Pow(10, rate)));
        return ticks;
    }

    private NumericManual WithFar(NumericManual ticks)
    {
        ticks.AddMajor(edge, $"… {Numbers.Mark(Math.Pow(10, far[0]))}{(far.Length > 1 ? " and up" : "")}");
        return ticks;
    }
}
