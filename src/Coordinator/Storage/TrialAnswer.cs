using System.Collections.Immutable;
using Sweep.Coordinator.Reporting;
using Sweep.Coordinator.Reporting.Tables;

namespace Sweep.Coordinator.Storage;

/// <summary>Answers one question over trials. Runs on the thread of <see cref="ResultsDatabase"/>.</summary>
internal static class TrialAnswer
{
    /// <param name="query">The question, read.</param>
    /// <param name="live">Whether somebody is there who could train.</param>
    public static ResultTable Of(ResultsFile database, TrialQuestion question, ResultsQuery query, bool live)
    {
        ImmutableArray<StoredSweep> sweeps = question.All ? Queries.Sweeps(database) : [Queries.Sweep(database, question.Sweep)];
        ImmutableArray<TrialRow> trials = [.. sweeps.SelectMany(sweep => Trials(database, sweep, question.Removed, query.InNoOrder, live))];
        return (question.Brief ? query.ForTerminal(trials) : query).Apply(trials);
    }

    /// <param name="ranked">Best first instead of in the grid's order.</param>
    private static IEnumerable<TrialRow> Trials(ResultsFile database, StoredSweep sweep, bool removed, bool ranked, bool live)
    {
        var trials = Queries.AsSeen(removed ? database.Trials.All(sweep.Spec.Name) : database.Trials.Grid(sweep.Spec.Name), live);
        return ranked ? Leaderboard.Order(sweep.Spec.Objective, trials) : trials;
    }
}
