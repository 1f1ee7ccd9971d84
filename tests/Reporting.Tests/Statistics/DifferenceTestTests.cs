using CsCheck;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

/// <summary>Expected values: SciPy 1.10, norm.sf and t.interval.</summary>
public sealed class DifferenceTestTests
{
    private static readonly Sample Winner = Sample.Of([0.712, 0.705, 0.719, 0.731]);

    [Fact]
    public void TheTestOfTwoProportions_AgreesWithItsFormula()
    {
        var chance = new ImageChance(10_000);
        var test = DifferenceTest.Of(TestUsed.TwoProportionZ, 0.60 - 0.62, Math.Sqrt(chance.OfDifference(0.62, 0.60, 2)), double.PositiveInfinity);
        Assert.Equal(-2.8994643734309458, test.Statistic, 1e-10);
        Assert.Equal(0.003738008224556821, test.P, 1e-10);
    }

    [Fact]
    public void TheIntervalOfAMean_AgreesWithSciPy()
    {
        var interval = Interval.OfMean(Winner.Mean, Winner.Deviation / Math.Sqrt(Winner.Count), Winner.Count - 1);
        Assert.Equal(0.6991084607053433, interval.Low, 1e-10);
        Assert.Equal(0.7343915392946565, interval.High, 1e-10);
    }

    /// <summary>Wilson's bounds are the proportions p with |share − p| = z √(p(1 − p)/n).</summary>
    [Fact]
    public void TheIntervalOfAProportion_SolvesWilsonsEquation() => Gen.Select(Gen.Double[0.001, 0.999], Gen.Int[10, 10_000]).Sample((share, n) =>
    {
        var interval = Interval.OfProportion(share, n);
        foreach (var bound in (double[])[interval.Low, interval.High])
            Assert.Equal(Math.Abs(share - bound), Normal.Critical95 * Interval.StandardError(bound, n), 1e-9);
    });
}
