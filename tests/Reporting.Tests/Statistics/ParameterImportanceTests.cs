using Sweep.Experiments.Trials;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

/// <summary>Shares of variance, against numbers that were reckoned by hand.</summary>
public sealed class ParameterImportanceTests
{
    private static readonly ParameterValue Zero = ParameterValue.Of(0L), One = ParameterValue.Of(1L);

    private static ParameterImportance Of(params (ParameterValue A, ParameterValue? B, long Seed, double Value)[] trials) =>
        ParameterImportance.Of(SomeProgram.Grid([.. trials.Select(trial => (Names(trial.A, trial.B), trial.Seed, trial.Value))]))!;

    private static Dictionary<string, ParameterValue> Names(ParameterValue a, ParameterValue? b) =>
        b is { } other ? new() { ["a"] = a, ["b"] = other } : new() { ["a"] = a };

    [Fact]
    public void AShare_IsTheSumOfSquaresBetweenTheMeans_OverThatOfAll()
    {
        // Means of a: 2 and 6, of b: 3 and 5, of all 4: 16 and 4 of 20.
        var importance = Of((Zero, Zero, 0, 1), (Zero, One, 0, 3), (One, Zero, 0, 5), (One, One, 0, 7));

        Assert.Equal(["a", "b"], importance.Effects.Select(effect => effect.Name));
        Assert.Equal(0.8, importance.Effects[0].Share, 12);
        Assert.Equal(0.2, importance.Effects[1].Share, 12);
        Assert.Equal(0, importance.Rest!.Value, 12);
        Assert.Equal(4, importance.Trials);
        Assert.All(importance.Effects, effect => Assert.Equal((2, 1 / 3.0), (effect.Values, effect.ByChance)));
    }

    [Fact]
    public void TheError_IsThatOfTheJackknife()
    {
        // Without 1 or 7 the share is 6/8, without 3 or 5 it is (56/3 - 2)/(56/3): deviations of 1/14 each, times 3/4.
        var effect = Of((Zero, Zero, 0, 1), (Zero, One, 0, 3), (One, Zero, 0, 5), (One, One, 0, 7)).Effects[0];

        Assert.Equal(Math.Sqrt(3.0 / 4 * 4 / 14 / 14), effect.Error, 12);
    }

    [Fact]
    public void WhatTwoDoOnlyTogether_IsNobodysOwn()
    {
        var importance = Of((Zero, Zero, 0, 1), (Zero, One, 0, 0), (One, Zero, 0, 0), (One, One, 0, 1));

        Assert.All(importance.Effects, effect => Assert.Equal(0, effect.Share, 12));
        Assert.Equal(1, importance.Rest!.Value, 12);
    }

    [Fact]
    public void TheSeed_IsOneOfThem_SoThatChanceHasAMeasure()
    {
        // Means of a 0.5 and 3.5, of the seeds 1.5 and 2.5, of all 2: 9 and 1 of 10. Without 0 or 4 the seed's share is 1/28, without 1 or 3
        // it is 25/52: deviations of 0.2225 each, times 3/4.
        var importance = Of((Zero, null, 0, 0), (Zero, null, 1, 1), (One, null, 0, 3), (One, null, 1, 4));

        Assert.Equal(["a", "seed"], importance.Effects.Select(effect => effect.Name));
        Assert.Equal(0.9, importance.Effects[0].Share, 12);
        Assert.Equal(0.1, importance.Effects[1].Share, 12);
        Assert.Equal("a 90 ± 4 %, seed 10 ± 39 %; 0 % is what they do together, and chance", importance.Line());
    }

    [Fact]
    public void WhereACombinationIsMissing_SharesOverlap_AndNothingIsSaidOfTheRest()
    {
        var importance = Of((Zero, Zero, 0, 1), (Zero, One, 0, 3), (One, One, 0, 7));

        Assert.Null(importance.Rest);
        Assert.EndsWith("; not every combination was tried, so shares overlap", importance.Line(), StringComparison.Ordinal);
    }

    [Fact]
    public void AbsentIsAValue_AndManyNumbersAreRanges()
    {
        Assert.Equal(["b", "a"], Of((Zero, null, 0, 1), (Zero, null, 0, 1.5), (One, Zero, 0, 5), (One, One, 0, 7)).Effects.Select(effect => effect.Name));

        // Forty numbers in eight ranges of five trials: 0 to 39 whose mean in range r is 5r + 2, that of all 19.5.
        var line = Of([.. Enumerable.Range(0, 40).Select(i => (ParameterValue.Of(i / 7.0), (ParameterValue?)null, 0L, (double)i))]).Effects.Single();
        Assert.Equal(8, line.Values);
        Assert.Equal(Enumerable.Range(0, 8).Sum(r => 5 * Math.Pow((5 * r) + 2 - 19.5, 2)) / Enumerable.Range(0, 40).Sum(i => Math.Pow(i - 19.5, 2)), line.Share, 12);
        Assert.Equal(7 / 39.0, line.ByChance, 12);
    }

    [Fact]
    public void WhereNothingCanBeTold_NothingIs()
    {
        Assert.Null(ParameterImportance.Of(SomeProgram.Grid([(Names(Zero, null), 0, 1), (Names(One, null), 0, 2)])));
        Assert.Null(ParameterImportance.Of(SomeProgram.Grid([(Names(Zero, null), 0, 1), (Names(One, null), 0, 1), (Names(One, null), 1, 1)])));
        Assert.Null(ParameterImportance.Of(SomeProgram.Grid([])));
    }
}
