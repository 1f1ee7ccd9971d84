using CsCheck;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Tests.Spaces;

public class KnownPointsTests
{
    private static readonly Log AllDigits = new(1e-4, 1e-2, 4);

    private static Distribution Written(string text) => DistributionText.Parse("--lr", text);

    [Fact]
    public void TheSameRangeInFewDigits_IsTheOneInForce() =>
        Assert.Same(AllDigits, KnownPoints.Continue(Written("log:1e-4:1e-2:4"), AllDigits, AllDigits.Points.ToList()));

    [Fact]
    public void AnExtendedRange_KeepsEveryPointThatItHad()
    {
        foreach (var before in new[] { AllDigits, Written("log:1e-4:1e-2:4") })
        {
            var extended = KnownPoints.Continue(Written("log:1e-4:4.64159e-2:5"), before, [.. before.Points]);

            Assert.Equal([.. before.Points, 4.64159e-2], extended.Points);
        }
    }

    [Fact]
    public void ARangeOfNewPoints_StaysARange() =>
        Assert.Equal(Written("log:1e-4:1e-1:4"), KnownPoints.Continue(Written("log:1e-4:1e-1:4"), AllDigits, [.. AllDigits.Points]));

    [Fact]
    public void AListIsTakenAsItIsWritten() =>
        Assert.Equal(new Choice([0.000464159]), KnownPoints.Continue(new Choice([0.000464159]), AllDigits, [.. AllDigits.Points]));

    [Fact]
    public void ARangeOfAnotherKindOverTheSamePoints_IsTheOneThatIsWritten() =>
        Assert.Equal(Written("linear:1:2:2"), KnownPoints.Continue(Written("linear:1:2:2"), new Log(1, 2, 2), [1, 2]));

    [Theory]
    [InlineData(1.000001)]
    [InlineData(1.000009)]
    public void NarrowRanges_HaveAsManyDigitsAsKeepTheirPointsApart(double nearAnEnd)
    {
        var narrow = Written("linear:1:1.00001:5");

        Assert.Equal(5, narrow.Points.Distinct().Count());
        Assert.Equal(narrow, KnownPoints.Continue(narrow, AllDigits, [nearAnEnd]));
    }

    /// <summary>Whatever the range, in all digits or in few: given again and extended by steps of its own, no point of it is lost.</summary>
    [Fact]
    public void NoExtensionBySteps_LosesAPoint() => Gen.Select(Gen.Int[-7, 0], Gen.Int[1, 999], Gen.Double[1.5, 20], Gen.Int[3, 12], Gen.Int[1, 5], Gen.Bool).Sample(
        (power, mantissa, step, count, more, old) =>
        {
            var from = mantissa * Math.Pow(10, power);
            string Text(int n) => FormattableString.Invariant($"log:{from:R}:{Spacing.Rounded(from * Math.Pow(step, n - 1), 6):R}:{n}");
            var before = Written(Text(count)) is Log log && old ? log with { Digits = null } : Written(Text(count));

            var extended = KnownPoints.Continue(Written(Text(count + more)), before, [.. before.Points]);

            Assert.Equal(before.Points, extended.Points.Take(count));
            Assert.Equal(count + more, extended.Points.Distinct().Count());
        });

    [Theory]
    [InlineData("log:1e-4:1e-2:4", "log:1e-4:4.64e-2:5", "lr: { log: [0.0001, 0.0464159], count: 5 }")]
    [InlineData("log:1e-4:1e-2:4", "log:2.15e-5:1e-2:5", "lr: { log: [2.15443E-05, 0.01], count: 5 }")]
    [InlineData("linear:0.1:0.2:4", "linear:0.1:0.233:5", "lr: { linear: [0.1, 0.233333], count: 5 }")]
    [InlineData("log:1e-4:1e-2:4", "log:1e-4:4.64159e-2:5", null)]
    [InlineData("log:1e-4:1e-2:4", "log:1e-4:1e-1:5", null)]
    [InlineData("1e-4,1e-2", "log:1e-4:1e-1:5", null)]
    public void Advice_IsTheRangeThatWasProbablyMeant(string before, string now, string? advice)
    {
        SearchSpace Space(string lr) => Some.Sweep(lr: Written(lr)).Space;

        Assert.Equal(advice, RangeAdvice.ToKeepThePoints(Space(before), Space(now)));
    }
}
