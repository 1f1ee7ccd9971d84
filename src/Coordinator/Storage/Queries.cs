using System.Collections.Immutable;
using LiteDB;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// The questions people ask, over the documents. Each runs on the thread of <see cref="ResultsDatabase"/> and returns values.
/// </summary>
internal static class Queries
{
    /// <summary>The sweep of that name; the one submitted last where <paramref name="name"/> is null.</summary>
    public static StoredSweep Sweep(IRecords records, string? name) => records.Find(name) ?? throw Unknown(name, records.Outlines);

    /// <param name="live">Whether somebody is there who could train.</param>
    public static ImmutableArray<SweepView> Views(IRecords records, bool live) =>
        [.. records.Outlines.Select(sweep => View(records, sweep, live))];

    /// <summary>The trials of the sweep's grid in its order.</summary>
    public static ImmutableArray<TrialRow> Grid(IRecords records, string sweep) =>
        records.TrialsOf(sweep) is var all && all.All(trial => trial.InGrid) ? all : [.. all.TakeWhile(trial => trial.InGrid)];

    /// <summary>Those that are no longer part of the sweep's grid.</summary>
    private static ImmutableArray<TrialRow> Removed(IRecords records, string sweep) =>
        [.. records.TrialsOf(sweep).SkipWhile(trial => trial.InGrid)];

    /// <summary>One sweep's grid with all trials, without curves and attempts.</summary>
    /// <param name="live">Whether somebody is there who could train.</param>
    public static SweepRecord Ranking(IRecords records, StoredSweep sweep, bool live) => new(
        sweep.Spec, sweep.Source, sweep.SubmittedAt, View(records, sweep.Outline, live),
        AsSeen(Grid(records, sweep.Spec.Name), live), ImmutableDictionary<RunId, ImmutableArray<EpochMetrics>>.Empty, [])
    {
        Removed = Removed(records, sweep.Spec.Name),
    };

    /// <summary>What a winner of a sweep is found by: how its trials are compared, those of its grid, and those removed from it.</summary>
    /// <param name="sweep">Its name; null is the one submitted last.</param>
    /// <param name="live">Whether somebody is there who could train.</param>
    public static (RankingRules Rules, ImmutableArray<TrialRow> Trials, ImmutableArray<TrialRow> Removed) Ranked(
        IRecords records, string? sweep, bool live)
    {
        var rules = records.RulesOf(sweep) ?? throw Unknown(sweep, records.Outlines);
        return (rules, AsSeen(Grid(records, rules.Sweep), live), Removed(records, rules.Sweep));
    }

    /// <summary>Everything about one sweep's grid.</summary>
    public static SweepRecord Record(ResultsFile database, StoredSweep sweep, bool live)
    {
        var ranking = Ranking(database, sweep, live);
        var runs = ranking.Trials.Select(trial => trial.Run).ToHashSet();
        return ranking with
        {
            Curves = Curves(database, runs, EpochDocument.Metrics, AllRuns(database)).ToImmutableDictionary(),
            Attempts = Attempts(database, sweep.Spec.Name, runs),
        };
    }

    /// <summary>What is known about the run that trains a trial, with the trials that it trains.</summary>
    /// <param name="live">Whether somebody is there who could train.</param>
    /// <exception cref="BadInputException">There is no such trial.</exception>
    public static SweepRecord OfTrial(ResultsFile database, TrialId trial, bool live)
    {
        var row = database.Trial(trial) ?? throw new BadInputException(
            $"There is no trial '{Texts.Plain(trial.Value)}' in this home; `sweep results` lists the trials.");
        var sweep = Sweep(database, row.Sweep);
        var curve = Curve(database, row.Run);
        return new(
            sweep.Spec, sweep.Source, sweep.SubmittedAt, View(database, sweep.Outline, live),
            AsSeen([.. Grid(database, sweep.Spec.Name).Where(other => other.Run == row.Run)], live),
            curve.IsEmpty ? ImmutableDictionary<RunId, ImmutableArray<EpochMetrics>>.Empty
                : ImmutableDictionary.CreateRange([KeyValuePair.Create(row.Run, curve)]),
            database.GetCollection(Schema.Runs).FindById(row.Run.Value) is { } run
                ? [.. RunDocument.Attempts(run).OrderBy(attempt => attempt.Lease.Number)] : [])
        {
            Removed = [.. Removed(database, sweep.Spec.Name).Where(other => other.Run == row.Run)],
        };
    }

    /// <summary>The trials as they are where nobody trains: none is running.</summary>
    public static ImmutableArray<TrialRow> AsSeen(ImmutableArray<TrialRow> trials, bool live) =>
        live
            ? trials
            : ImmutableArray.CreateRange(trials,
                trial => trial.State == TrialState.Running ? trial with { State = TrialState.Pending } : trial);

    /// <summary>At the runs of the sweep's grid, oldest first.</summary>
    public static ImmutableArray<Attempt> Attempts(ResultsFile database, string sweep) =>
        Attempts(database, sweep, [.. Grid(database, sweep).Select(trial => trial.Run)]);

    private static ImmutableArray<Attempt> Attempts(ResultsFile database, string sweep, HashSet<RunId> runs)
    {
        var documents = OrderedPass.IsWorthIt(runs.Count, AllRuns(database))
            ? OrderedPass.Over(database, Schema.Runs).Where(document => document["sweep"].AsString == sweep)
            : database.GetCollection(Schema.Runs).Find(Query.EQ("sweep", sweep));
        return
        [
            .. documents.SelectMany(RunDocument.Attempts).Where(attempt => runs.Contains(attempt.Run))
                .OrderBy(attempt => attempt.Lease.Number),
        ];
    }

    /// <summary>How many runs there are in all grids.</summary>
    public static int AllRuns(IRecords records) => records.Outlines.Sum(outline => outline.Runs);

    public static ImmutableArray<EpochMetrics> Curve(LiteDatabase database, RunId run) => Curve(database, run, EpochDocument.Metrics);

    public static ImmutableArray<EpochOrigin> Origins(LiteDatabase database, RunId run) => Curve(database, run, EpochDocument.Origin);

    /// <summary>The epochs of each of the runs, in their order; of a run without any nothing.</summary>
    /// <param name="read">Takes out of an epoch's document what is asked for.</param>
    /// <param name="all">How many runs there are in the database, at least about.</param>
    public static IEnumerable<KeyValuePair<RunId, ImmutableArray<T>>> Curves<T>(
        LiteDatabase database, IReadOnlySet<RunId> runs, Func<BsonDocument, T> read, int all)
    {
        if (OrderedPass.IsWorthIt(runs.Count, all))
            return CurvesInOnePass(database, runs, read);
        return runs.Select(run => KeyValuePair.Create(run, Curve(database, run, read))).Where(curve => curve.Value.Length > 0);
    }

    /// <summary>The identities of epochs have the order of their runs, and within a run that of the epochs.</summary>
    private static IEnumerable<KeyValuePair<RunId, ImmutableArray<T>>> CurvesInOnePass<T>(
        LiteDatabase database, IReadOnlySet<RunId> runs, Func<BsonDocument, T> read)
    {
        var curve = ImmutableArray.CreateBuilder<T>();
        RunId? of = null;
        foreach (var document in OrderedPass.Over(database, Schema.Epochs))
        {
            var run = new RunId(document["run"].AsString);
            if (of != run)
            {
                if (of is { } before && curve.Count > 0)
                    yield return KeyValuePair.Create(before, curve.ToImmutable());
                curve.Clear();
                of = run;
            }
            if (runs.Contains(run))
                curve.Add(read(document));
        }
        if (of is { } last && curve.Count > 0)
            yield return KeyValuePair.Create(last, curve.ToImmutable());
    }

    private static ImmutableArray<T> Curve<T>(LiteDatabase database, RunId run, Func<BsonDocument, T> read) =>
        [.. database.GetCollection(Schema.Epochs).Find(Query.EQ("run", run.Value))
            .OrderBy(document => document["epoch"].AsInt32).Select(read)];

    public static ImmutableArray<AgentView> Agents(LiteDatabase database) =>
        [.. database.GetCollection(Schema.Agents).FindAll().Select(AgentDocument.View)
            .OrderBy(agent => agent.Agent, StringComparer.Ordinal)];

    /// <param name="live">Whether somebody is there who could train.</param>
    public static SweepView View(IRecords records, StoredSweep sweep, bool live) => View(records, sweep.Outline, live);

    /// <inheritdoc cref="View(IRecords, StoredSweep, bool)"/>
    public static SweepView View(IRecords records, SweepOutline sweep, bool live)
    {
        var counts = live ? sweep.Counts : sweep.Counts with { Running = 0 };
        return new(
            sweep.Name, StateOf(sweep, counts, live), sweep.Dataset, sweep.Model, sweep.Objective, counts,
            sweep.Runs, sweep.EpochsTrained, sweep.EpochsPlanned, sweep.SubmittedAt, Best(records, sweep, counts));
    }

    private static BestView Best(IRecords records, SweepOutline sweep, TrialCounts counts) =>
        Leaderboard.Best(
            sweep.Name, sweep.Objective, Trial(records, sweep.Best?.Trial), sweep.Best?.Mean, sweep.Best?.Seeds ?? 0,
            Trial(records, sweep.Best?.Single), counts);

    private static TrialRow? Trial(IRecords records, TrialId? id) => id is { } trial ? records.Trial(trial) : null;

    private static SweepStatus StateOf(SweepOutline sweep, TrialCounts counts, bool live) => (sweep.Cancelled, counts) switch
    {
        (true, { Cancelled: > 0 } or { Pending: > 0 }) => SweepStatus.Cancelled,
        (_, { Running: > 0 }) => SweepStatus.Running,
        (_, { Pending: > 0 }) => live ? SweepStatus.Waiting : SweepStatus.Interrupted,
        (_, { Failed: > 0 }) => SweepStatus.Failed,
        _ => SweepStatus.Complete,
    };

    private static BadInputException Unknown(string? name, IReadOnlyList<SweepOutline> known) => (name, known.Count) switch
    {
        (null, _) or (_, 0) => new(
            "No sweep has been submitted in this home yet: start one with 'sweep run FILE', or name another home with --home."),
        _ => new($"There is no sweep '{name}' in this home: it has {string.Join(", ", known.Select(sweep => $"'{sweep.Name}'"))}."),
    };
}
