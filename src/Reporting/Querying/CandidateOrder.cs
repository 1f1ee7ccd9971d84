using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Querying;

/// <summary>
/// Best first: by the mean over the seeds. A configuration of which a seed diverged comes after all others and is not ranked by its
/// survivors. Of equal means the one with fewer epochs is better (it costs less), then the one earlier in the grid.
/// With one seed this is the order of the trials themselves.
/// </summary>
internal sealed class CandidateOrder(Objective objective) : IComparer<Candidate>
{
    public int Compare(Candidate? x, Candidate? y)
    {
        if (x is null || y is null)
            return (x is null).CompareTo(y is null);
        var divergence = (x.Diverged > 0).CompareTo(y.Diverged > 0);
        if (divergence != 0)
            return divergence;
        if (x.Mean != y.Mean)
            return objective.IsBetter(x.Mean, y.Mean) ? -1 : 1;
        return (x.Configuration.Epochs, x.Order).CompareTo((y.Configuration.Epochs, y.Order));
    }
}
