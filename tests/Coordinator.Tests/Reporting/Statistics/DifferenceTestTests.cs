using CsCheck;
using Sweep.Coordinator.Reporting.Statistics;

namespace Sweep.Coordinator.Tests.Reporting.Statistics;

/// <summary>Expected values: SciPy 1.10, ttest_ind(equal_var=False), ttest_rel, norm.sf and t.interval.</summary>
public sealed class DifferenceTestTests
{
    private static readonly Sample Winner = Sample.Of([0.712, 0.705, 0.719, 0.731]);

    [Fact]
    public void Welch_AgreesWithSciPy()
    {
        var test = DifferenceTest.Welch(Winner, Sample.Of([0.698, 0.701, 0.69]));
        Assert.Equal(-3.1690161791293496, test.Statistic, 1e-10);
        Assert.Equal(0.02771607067043873, test.P, 1e-10);
    }

    [Fact]
    public void ThePairedTest_AgreesWithSciPy()
    {
        var test = DifferenceTest.Paired(Winner, Sample.Of([0.70, 0.706, 0.711, 0.72]));
        Assert.Equal(-2.5354627641855494, test.Statistic, 1e-10);
        Assert.Equal(0.08501637340085437, test.P, 1e-10);
        Assert.Equal(-0.0075, test.Difference, 1e-12);
    }

    [Fact]
    public void TheTestOfTwoProportions_AgreesWithItsFormula()
    {
        var test = DifferenceTest.TwoProportions(0.62, 0.60, 10_000);
        Assert.Equal(-2.8994643734309458, test.Statistic, 1e-10);
        Assert.Equal(0.003738008224556821, test.P, 1e-10);
    }

    [Fact]
    public void TheIntervalOfAMean_AgreesWithSciPy()
    {
        var interval = Interval.OfMean(Winner);
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

    [Fact]
    public void WithoutSpread_OnlyADifferenceIsSignificant()
    {
        var same = Sample.Of([0.5, 0.5]);
        Assert.Equal(1, DifferenceTest.Paired(same, same).P);
        Assert.Equal(0, DifferenceTest.Welch(same, Sample.Of([0.4, 0.4])).P);
        Assert.Equal(1, DifferenceTest.TwoProportions(1, 1, 100).P);
    }

    [Fact]
    public void Holm_IsTheProcedureOfItsPaper() => Assert.Equal([0.03, 0.06, 0.06, 0.02], Holm.Adjust([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Holm_LowersNothing_KeepsTheOrder_AndIsMilderThanBonferroni() => Gen.Double[0, 1].Array[1, 10].Sample(p =>
    {
        var adjusted = Holm.Adjust(p);
        for (var i = 0; i < p.Length; i++)
        {
            Assert.InRange(adjusted[i], p[i], Math.Min(1, p.Length * p[i]));
            for (var j = 0; j < p.Length; j++)
                Assert.True(p[i] >= p[j] || adjusted[i] <= adjusted[j]);
        }
    });
}
