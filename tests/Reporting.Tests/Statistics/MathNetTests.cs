using MathNet.Numerics;
using Sweep.Reporting.Statistics;
using Theirs = MathNet.Numerics.Distributions;

namespace Sweep.Reporting.Tests.Statistics;

/// <summary>Math.NET Numerics has the same distributions, written by others from other formulas.</summary>
public sealed class MathNetTests
{
    private const double Tolerance = 1e-12;

    private static readonly double[] Degrees = [1, 1.5, 2, 3, 4.7, 9, 29, 99.5, 1000];
    private static readonly double[] Deviates = [0, 0.01, 0.3, 1, 1.7, 2.5, 3, 4.2, 7, 12, 40];

    [Fact]
    public void StudentsDistribution_IsMathNets()
    {
        foreach (var degrees in Degrees)
            foreach (var t in Deviates.SelectMany(t => new[] { t, -t }))
                Close(Theirs.StudentT.CDF(0, 1, degrees, t), StudentT.Cdf(t, degrees), $"P(T ≤ {t}) with {degrees} degrees");
    }

    [Fact]
    public void StudentsCriticalValues_AreMathNets()
    {
        foreach (var degrees in Degrees)
            foreach (var level in new[] { 0.5, 0.9, 0.95, 0.99 })
                Assert.Equal(Theirs.StudentT.InvCDF(0, 1, degrees, (1 + level) / 2), StudentT.Critical(level, degrees), 1e-9 * degrees);
    }

    [Fact]
    public void TheNormalDistribution_IsMathNets()
    {
        foreach (var z in Enumerable.Range(-800, 1601).Select(i => i / 100.0))
            Close(SpecialFunctions.Erfc(Math.Abs(z) / Math.Sqrt(2)), Normal.TwoSided(z), $"P(|Z| > {z})");
        Assert.Equal(Normal.Critical95, Theirs.Normal.InvCDF(0, 1, 0.975), Tolerance);
    }

    [Fact]
    public void TheIncompleteBetaFunction_IsMathNets()
    {
        double[] sizes = [0.5, 1, 1.5, 2.5, 7, 30, 500];
        foreach (var (a, b) in from a in sizes from b in sizes select (a, b))
            foreach (var x in new[] { 0, 1e-9, 0.001, 0.1, 0.3, 0.5, 0.77, 0.95, 0.999, 1 })
                Close(SpecialFunctions.BetaRegularized(a, b, x), IncompleteBeta.Regularised(a, b, x, 1 - x), $"I of {x} for {a} and {b}");
    }

    private static void Close(double theirs, double ours, FormattableString what) => Assert.True(
        Math.Abs(theirs - ours) <= Tolerance, FormattableString.Invariant($"{FormattableString.Invariant(what)}: {ours:R}, Math.NET {theirs:R}"));
}
