using System.Collections.Immutable;
using LiteDB;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// The trials of the sweeps that were asked about, kept as rows, so that a question costs no reading of documents. What is projected
/// goes into them as it goes into the database. For the thread of <see cref="ResultsDatabase"/> only.
/// </summary>
internal sealed class TrialRows(LiteDatabase database)
{
    private readonly Dictionary<string, Dictionary<TrialId, StoredTrial>> known = [];
    private readonly Dictionary<string, ImmutableArray<TrialRow>> ordered = [];
    private readonly Dictionary<RunId, string> sweepOf = [];

    /// <summary>All trials of the sweep: the grid's in its order, then those that are no longer part of it, by their identity.</summary>
    public ImmutableArray<TrialRow> All(string sweep)
    {
        if (!ordered.TryGetValue(sweep, out var rows))
            ordered[sweep] = rows = Ordered(Known(sweep));
        return rows;
    }

    /// <summary>The trials of one sweep in the order of <see cref="All"/>.</summary>
    internal static ImmutableArray<TrialRow> Ordered(IEnumerable<StoredTrial> trials) =>
        [.. trials.OrderByDescending(trial => trial.Row.InGrid)
            .ThenBy(trial => trial.Order).ThenBy(trial => trial.Row.Trial.Value, StringComparer.Ordinal)
            .Select(trial => trial.Row)];

    /// <summary>The trials of these runs, by the names of their sweeps; a run that is in no document has none.</summary>
    public ILookup<string, TrialRow> OfRuns(IReadOnlySet<RunId> runs) =>
        runs.Select(SweepOf).OfType<string>().ToHashSet()
            .SelectMany(Known).Where(trial => runs.Contains(trial.Row.Run))
            .ToLookup(trial => trial.Row.Sweep, trial => trial.Row);

    /// <summary>Takes trials as they were written into the database.</summary>
    public void Changed(IEnumerable<StoredTrial> trials)
    {
        foreach (var trial in trials)
        {
            if (!known.TryGetValue(trial.Row.Sweep, out var rows))
                continue;
            rows[trial.Row.Trial] = trial;
            ordered.Remove(trial.Row.Sweep);
        }
    }

    private string? SweepOf(RunId run)
    {
        if (sweepOf.TryGetValue(run, out var sweep))
            return sweep;
        return database.GetCollection(Schema.Runs).FindById(run.Value) is { } document
            ? sweepOf[run] = document["sweep"].AsString
            : null;
    }

    private Dictionary<TrialId, StoredTrial>.ValueCollection Known(string sweep)
    {
        if (!known.TryGetValue(sweep, out var trials))
            known[sweep] = trials = Documents(sweep).Select(TrialDocument.Stored).ToDictionary(trial => trial.Row.Trial);
        return trials.Values;
    }

    private IEnumerable<BsonDocument> Documents(string sweep)
    {
        var outlines = database.GetCollection(Schema.Sweeps).FindAll().Select(SweepDocument.Outline).ToList();
        var own = outlines.Where(outline => outline.Name == sweep).Sum(outline => outline.Counts.Total);
        return OrderedPass.IsWorthIt(own, outlines.Sum(outline => outline.Counts.Total))
            ? OrderedPass.Over(database, Schema.Trials).Where(document => document["sweep"].AsString == sweep)
            : database.GetCollection(Schema.Trials).Find(Query.EQ("sweep", sweep));
    }
}
