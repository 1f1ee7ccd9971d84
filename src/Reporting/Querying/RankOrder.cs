using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Querying;

/// <summary>
/// Best first: by the mean over the seeds. A configuration of which a seed diverged comes after all others and is not ranked by its
/// survivors. Of equal means the one with fewer epochs is better (it costs less), then the one earlier in the grid.
/// With one seed this is the order of the trials themselves.
/// </summary>
internal sealed class RankOrder(Objective objective) : IComparer<RankKey>
{
    public int Compare(RankKey x, RankKey y)
    {
        var divergence = x.Diverged.CompareTo(y.Diverged);
        if (divergence != 0)
            return divergence;
        if (x.Mean != y.Mean)
            return objective.IsBetter(x.Mean, y.Mean) ? -1 : 1;
        return (x.Epochs, x.Order).CompareTo((y.Epochs, y.Order));
    }
}

/// <summary>What a configuration is ranked by.</summary>
/// <param name="Diverged">Whether a seed of it has diverged.</param>
/// <param name="Mean">Over the seeds that completed.</param>
/// <param name="Order">The place in the grid of the first trial of it that completed.</param>
internal readonly record struct RankKey(bool Diverged, double Mean, int Epochs, int Order);
