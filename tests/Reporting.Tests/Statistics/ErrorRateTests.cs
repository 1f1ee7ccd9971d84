using Sweep.Benchmarks.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

/// <summary>
/// How often the verdicts of <c>best</c> are wrong where the truth is known. Sweeps are drawn from a fixed seed, so the counts are always the same;
/// <c>docs/statistics.md</c> has them for more sweeps.
/// </summary>
public sealed class ErrorRateTests
{
    private const int Sweeps = 400;
    private const int Seed = 1;

    /// <summary>Three standard errors above the 5 % promised.</summary>
    private static readonly double Most = 0.05 + (3 * Math.Sqrt(0.05 * 0.95 / Sweeps));

    [Theory]
    [InlineData(2, 2)]
    [InlineData(6, 3)]
    [InlineData(20, 2)]
    [InlineData(20, 5)]
    public void WhereNoneIsBetter_FewSweepsCallAnyWorse(int configurations, int seeds) =>
        Assert.InRange(new SimulatedSweeps(SimulatedSweeps.Equal(configurations), seeds, 10_000, 0.01, 0.01).Judge(Sweeps, Seed).FalseAlarms, 0, Most);

    [Fact]
    public void WithOneSeedThatDoesNothing_TheImagesKeepTheLevel() =>
        Assert.InRange(new SimulatedSweeps(SimulatedSweeps.Equal(20), 1, 10_000, 0, 0).Judge(Sweeps, Seed).FalseAlarms, 0.01, Most);

    [Fact]
    public void ConfigurationsThatLearntNothing_DoNotMakeTheOthersLookSteady()
    {
        var sweeps = new SimulatedSweeps([.. SimulatedSweeps.Equal(10), .. SimulatedSweeps.Equal(10, 0.1)], 3, 10_000, 0, 0)
        {
            Spreads = [.. Enumerable.Repeat(0.01, 10), .. Enumerable.Repeat(0.0, 10)],
        };
        var rates = sweeps.Judge(Sweeps, Seed);
        Assert.InRange(rates.FalseAlarms, 0, Most);
        Assert.Equal(1, rates.Power);
    }

    /// <summary>A difference of eight standard deviations is seen with two seeds; one of a fifth of that hardly ever.</summary>
    [Fact]
    public void LargeDifferencesAreSeen_WithTwoSeedsToo()
    {
        ErrorRates With(double behind) => new SimulatedSweeps([0.7, .. SimulatedSweeps.Equal(19, 0.7 - behind)], 2, 10_000, 0.01, 0.01).Judge(Sweeps, Seed);
        Assert.InRange(With(0.08).Power!.Value, 0.9, 1);
        Assert.InRange(With(0.015).Power!.Value, 0, 0.1);
    }
}
