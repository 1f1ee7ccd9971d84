using System.Collections.Immutable;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// How a configuration compares with the winner: no difference could be shown (Tied), a difference was shown (Worse),
/// or too little is known for a test (Untested).
/// </summary>
internal enum Verdict { Winner, Tied, Worse, Untested }

/// <summary>One configuration of a sweep with the results of its seeds.</summary>
/// <param name="Trials">Its completed trials in the grid's order, at least one.</param>
/// <param name="Planned">How many trials it has in the grid: one for each seed.</param>
/// <param name="Diverged">How many of them diverged.</param>
/// <param name="Values">The objective after the last epoch, one for each completed trial.</param>
/// <param name="Interval">Null where nothing is known of the uncertainty.</param>
/// <param name="Against">The test against the winner; null for the winner and the untested.</param>
/// <param name="AdjustedP">The test's P after Holm's correction.</param>
internal sealed record Standing(
    Configuration Configuration,
    ImmutableArray<TrialRow> Trials,
    int Planned,
    int Diverged,
    Sample Values,
    Interval? Interval,
    Verdict Verdict,
    DifferenceTest? Against,
    double? AdjustedP)
{
    public double Mean => Values.Mean;

    /// <summary>Mean over the seeds of the best epoch's validation accuracy. It is chosen with hindsight and so flatters.</summary>
    public double BestEpochMean => Trials.Average(t => t.BestEpochValAccuracy ?? double.NaN);
}
