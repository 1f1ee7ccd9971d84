using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>Answers one question over trials.</summary>
internal static class TrialAnswer
{
    /// <exception cref="BadInputException">The question cannot be read, or asks about a sweep that is not there.</exception>
    /// <param name="live">Whether somebody is there who could train.</param>
    public static ResultTable Of(ResultsFile database, TrialQuestion question, bool live) =>
        Of(database, question, live, trials => Curves(database, trials));

    /// <summary>The same, of a question that is not about epochs.</summary>
    public static ResultTable Of(IRecords records, TrialQuestion question, bool live) =>
        Of(records, question, live, _ => throw new ArgumentException("Epochs are in the results database alone.", nameof(question)));

    private static ResultTable Of(
        IRecords records, TrialQuestion question, bool live, Func<ImmutableArray<TrialRow>, IEnumerable<TrialRow>> curves)
    {
        ImmutableArray<StoredSweep> sweeps = question.All
            ? [.. records.Outlines.Select(sweep => Queries.Sweep(records, sweep.Name))]
            : [Queries.Sweep(records, question.Sweep)];
        ImmutableArray<TrialRow> trials =
            [.. sweeps.SelectMany(sweep => Trials(records, sweep, question.Removed, ResultsQuery.IsInNoOrder(question), live))];
        if (question.Epochs)
            trials = [.. curves(trials)];
        else if (MayAskForSteps(question))
            trials = CurveRows.Linked(trials);
        var query = ResultsQuery.Parse(question, TrialColumns.Of([.. sweeps.Select(sweep => sweep.Spec)], trials));
        return (question.Brief ? query.ForTerminal(trials) : query).Apply(trials);
    }

    private static IEnumerable<TrialRow> Curves(ResultsFile database, ImmutableArray<TrialRow> trials)
    {
        var curves = Queries.Curves(
            database, trials.Select(trial => trial.Run).ToHashSet(),
            document => (Metrics: EpochDocument.Metrics(document), At: document.Instant("at")),
            Queries.AllRuns(database)).ToDictionary();
        return trials.SelectMany(trial => CurveRows.Of(trial, curves.GetValueOrDefault(trial.Run, [])));
    }

    /// <summary>Linking costs a copy of every row, so it is done only where the word for it stands somewhere in the question.</summary>
    private static bool MayAskForSteps(TrialQuestion question) =>
        new[] { question.Where, question.Sort, question.Columns, question.GroupBy, question.Aggregates }
            .Any(part => part?.Contains(Previous.Name, StringComparison.OrdinalIgnoreCase) == true);

    /// <param name="ranked">Best first instead of in the grid's order.</param>
    private static IEnumerable<TrialRow> Trials(IRecords records, StoredSweep sweep, bool removed, bool ranked, bool live)
    {
        var trials = Queries.AsSeen(removed ? records.TrialsOf(sweep.Spec.Name) : Queries.Grid(records, sweep.Spec.Name), live);
        return ranked ? Leaderboard.Order(sweep.Spec.Objective, trials) : trials;
    }
}
