using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Querying;

/// <summary>Candidates in the order of <see cref="RankOrder"/>.</summary>
internal sealed class CandidateOrder(Objective objective) : IComparer<Candidate>
{
    private readonly RankOrder order = new(objective);

    public int Compare(Candidate? x, Candidate? y) =>
        x is null || y is null ? (x is null).CompareTo(y is null) : order.Compare(x.Key, y.Key);
}
