using Sweep.Experiments.Training;

namespace Sweep.Experiments.Tests.Training;

public sealed class EpochShuffleTests
{
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
}
