using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

public sealed class EpochShuffleTests
{
    /// <summary>The first numbers of SplitMix64 from state 1234567, as its reference implementation gives them.</summary>
    [Fact]
    public void TheGenerator_IsSplitMix64()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal(
            [6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL, 4593380528125082431UL, 16408922859458223821UL],
            Enumerable.Range(0, 5).Select(_ => random.Next()));
    }

    [Fact]
    public void TheOrder_IsTheSameForEver()
    {
        Assert.Equal([9, 4, 0, 5, 2, 1, 6, 8, 3, 7], EpochShuffle.Of(seed: 0, epoch: 1, count: 10));
        Assert.Equal([7, 0, 1, 6, 4, 3, 5, 9, 8, 2], EpochShuffle.Of(seed: 0, epoch: 2, count: 10));
        Assert.Equal([3, 0, 1, 9, 2, 7, 5, 8, 6, 4], EpochShuffle.Of(seed: -5, epoch: 1, count: 10));
    }

    [Fact]
    public void TheOrder_VisitsEveryImageOnce()
    {
        for (var count = 0; count < 40; count++)
            Assert.Equal(Enumerable.Range(0, count).Select(i => (long)i), EpochShuffle.Of(3, 1, count).Order());
    }

    /// <summary>24 orders of four images, 24,000 draws: every count is within five standard deviations of 1,000.</summary>
    [Fact]
    public void EveryOrder_IsAsLikely()
    {
        var counts = Enumerable.Range(1, 24_000).GroupBy(epoch => string.Concat(EpochShuffle.Of(1, epoch, 4))).Select(g => g.Count()).ToList();

        Assert.Equal(24, counts.Count);
        Assert.All(counts, c => Assert.InRange(c, 1000 - 155, 1000 + 155));
    }

    [Fact]
    public void NumbersBelowABound_AreUniform()
    {
        var random = new SplitMix64(9);
        var counts = new int[7];
        for (var i = 0; i < 70_000; i++)
            counts[random.NextBelow(7)]++;

        Assert.All(counts, c => Assert.InRange(c, 10_000 - 465, 10_000 + 465));
    }
}
