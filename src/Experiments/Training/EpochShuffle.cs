using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Training;

/// <summary>
/// The order in which an epoch visits the training images. It depends on the seed and the epoch alone, which is what lets trials share
/// a run and lets a run continue on another machine.
/// </summary>
internal static class EpochShuffle
{
    /// <summary>A permutation of 0 … <paramref name="count"/> − 1: Fisher–Yates, from the last place down.</summary>
    /// <param name="epoch">Counted from 1.</param>
    public static long[] Of(long seed, int epoch, int count)
    {
        var random = SplitMix64.Of(seed, epoch);
        var order = new long[count];
        for (var i = 0; i < count; i++)
            order[i] = i;
        for (var i = count - 1; i > 0; i--)
        {
            var j = random.NextBelowExactly(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}
