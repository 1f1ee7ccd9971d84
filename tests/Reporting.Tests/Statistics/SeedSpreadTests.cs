using CsCheck;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

public sealed class SeedSpreadTests
{
    /// <summary>A value for each configuration and seed; not a number where there is none.</summary>
    private static SeedSpread? Of(params double[][] values) => SeedSpread.Of([.. values.Select((row, c) => Candidate.Of(
        Objective.ValAccuracy,
        [.. row.Select((value, seed) => (value, seed)).Where(cell => !double.IsNaN(cell.value))
            .Select(cell => new StoredTrial(SomeTrials.Completed(c + 1, seed: cell.seed, valAccuracy: cell.value), (c * 100) + cell.seed))])!)]);

    /// <summary>Two-way table without interaction by hand: residuals ±0.01 in four cells, one degree of freedom.</summary>
    [Fact]
    public void TheResidualVariance_IsThatOfTheTwoWayTable()
    {
        var spread = Of([0.50, 0.60], [0.44, 0.50])!;
        Assert.True(spread.Blocked);
        Assert.Equal(1, spread.Degrees);
        Assert.Equal(0.0004, spread.Variance, 1e-12);
        var (difference, factor) = spread.Contrast(0, 1);
        Assert.Equal((-0.08, 1), (Math.Round(difference, 12), factor));
    }

    [Fact]
    public void WhatASeedDoesToAllAlike_DoesNotCount() => Gen.Select(Gen.Double[0, 1].Array[3].Array[4], Gen.Double[-1, 1].Array[3]).Sample((values, seeds) =>
    {
        var moved = values.Select(row => row.Zip(seeds, (value, by) => value + by).ToArray()).ToArray();
        Assert.Equal(Of(values)!.Variance, Of(moved)!.Variance, 1e-9);
    });

    /// <summary>A missing cell leaves one degree of freedom less, and the least-squares fit of what is there.</summary>
    [Fact]
    public void AMissingSeed_IsAllowedFor()
    {
        // Additive but for nothing: configuration effects 0.5 and 0.4 and 0.3, seed effects 0, 0.1, 0.2; one cell missing.
        var spread = Of([0.5, 0.6, 0.7], [0.4, 0.5, double.NaN], [0.3, 0.4, 0.5])!;
        Assert.Equal(3, spread.Degrees);
        Assert.Equal(0, spread.Variance);
        var (difference, factor) = spread.Contrast(0, 1);
        Assert.Equal(-0.1, difference, 1e-12);
        // By hand: 1/3 + 1/2 + (r₂ − r₁)ᵀ G (r₂ − r₁) with the third seed absent from the second configuration.
        Assert.InRange(factor, (1 / 3.0) + (1 / 2.0), 1.0);
    }

    /// <summary>The variance factor against the definition: the variance of the least-squares difference under independent noise.</summary>
    [Fact]
    public void TheFactorOfAnIncompleteLayout_IsTheVarianceOfItsDifference()
    {
        double[][] layout = [[0, 0, double.NaN, 0], [0, double.NaN, 0, 0], [0, 0, 0, double.NaN]];
        var factor = Of([.. layout.Select(row => row.Select((v, i) => v + (0.1 * i)).ToArray())])!.Contrast(0, 1).Factor;
        var sum = 0.0;
        // The difference is linear in the values, so its variance is the sum of the squares of what a change of each cell does to it.
        for (var c = 0; c < layout.Length; c++)
            for (var s = 0; s < layout[c].Length; s++)
            {
                if (double.IsNaN(layout[c][s]))
                    continue;
                var bumped = layout.Select(row => row.ToArray()).ToArray();
                bumped[c][s] = 1;
                var effect = Of(bumped)!.Contrast(0, 1).Difference;
                sum += effect * effect;
            }
        Assert.Equal(sum, factor, 1e-12);
    }

    [Fact]
    public void SeedsOfTheirOwn_AreNoBlocks()
    {
        var spread = Of([0.5, 0.6, double.NaN, double.NaN], [double.NaN, double.NaN, 0.4, 0.6])!;
        Assert.Equal((false, 2), (spread.Blocked, spread.Degrees));
        Assert.Equal((0.005 + 0.02) / 2, spread.Variance, 1e-12);
    }

    [Fact]
    public void WithOneSeed_NothingIsKnown() => Assert.Null(Of([0.5], [0.6]));

    [Fact]
    public void AnIntervalCountsTheSeedsPartToo_WithFewerDegreesWhereThatIsAllThereIs()
    {
        // What varies is the seed alone: two degrees of freedom, however many configurations repeat it.
        var spread = Of([0.5, 0.6, 0.7], [0.4, 0.5, 0.6], [0.3, 0.4, 0.5 + 1e-6])!;
        Assert.Equal(0.01, spread.Within, 1e-6);
        Assert.Equal(2, spread.WithinDegrees, 1e-3);
    }
}
