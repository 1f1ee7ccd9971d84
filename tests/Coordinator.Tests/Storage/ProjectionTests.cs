using System.Collections.Immutable;
using Serilog.Core;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Tests.Storage;

public sealed class ProjectionTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly TemporaryFolder folder = new();
    private readonly FileJournal journal;

    public ProjectionTests() => journal = FileJournal.Open(folder["journal"]);

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }

    private Task<ResultsDatabase> Open(string name = "results.db") => ResultsDatabase.Open(folder[name], journal.LastSequence, Logger.None);

    private async Task<(CoordinatorState State, Projection Projection)> CatchUp(ResultsDatabase database)
    {
        var (state, projection) = (new CoordinatorState(), new Projection(database, Logger.None));
        foreach (var entry in journal.ReadAfter(0))
        {
            state.Apply(entry.Event);
            projection.Replayed(entry);
        }
        await projection.CatchUp(journal.ReadAfter(await database.Watermark()), state);
        return (state, projection);
    }

    private void Live(CoordinatorState state, Projection projection, params JournalEvent[] events)
    {
        foreach (var e in events)
            state.Apply(e);
        projection.Appended(journal.Append(events), state);
    }

    private static RunId Run(double lr, string sweep = "s") => new RunParameters(lr, 1e-3, 8, 0).RunOf(sweep);

    private static EpochRecorded Epoch(long lease, double lr, int epoch, double accuracy, double loss = 1.5) =>
        new(new(lease), Run(lr), new(epoch, 1.25, loss, accuracy, 2), new(epoch, new string('a', 64), 1000)) { At = At };

    /// <summary>A life with everything in it: agents, a crash, a divergence, a failure, a cancelled sweep, and a grid that changes twice.</summary>
    private static readonly ImmutableArray<JournalEvent[]> Life =
    [
        [new CoordinatorStarted("0.1.0") { At = At }],
        [new SweepSubmitted(Specs.Simulated("s", lrs: [0.001, 0.01, 1e10]), "first") { At = At }, new SweepSubmitted(Specs.Simulated("t"), "other") { At = At.AddSeconds(1) }],
        [new AgentRegistered("box", Guid.Empty, "box.lab", "0.1.0", [new(0, "cpu", "P"), new(1, "cpu", "P")]) { At = At }],
        [new LeaseGranted(new(1), "s", Run(0.001), "box", Guid.Empty, 0, 1, 0, 3) { At = At }, new LeaseGranted(new(2), "s", Run(1e10), "box", Guid.Empty, 1, 1, 0, 3) { At = At }],
        [new LeaseStarted(new(1), Run(0.001), new("f", "cpu", "P", "none", "0.1.0", Precision.Fp32, "")) { At = At }, Epoch(1, 0.001, 1, 0.5)],
        [Epoch(2, 1e10, 1, 0.1, double.NaN), new LeaseEnded(new(2), Run(1e10), Outcome.Diverged, "") { At = At }],
        [Epoch(1, 0.001, 2, 0.75), new LeaseEnded(new(1), Run(0.001), Outcome.TrainerCrashed, "signal 11") { At = At }],
        [new SweepCancelled("t") { At = At }, new AgentQuarantined("box", "it fails") { At = At }, new AgentCapacityLowered("box", 1) { At = At }],
        [new SweepSubmitted(Specs.Simulated("s", lrs: [0.01, 0.001]), "smaller") { At = At.AddSeconds(2) }],
        [new LeaseGranted(new(3), "s", Run(0.001), "box", Guid.Empty, 0, 2, 2, 3) { At = At }, Epoch(3, 0.001, 3, 0.75), new LeaseEnded(new(3), Run(0.001), Outcome.Completed, "") { At = At }],
        [new RunFailed(Run(0.01), "crashed three times") { At = At }],
        [new SweepResumed("t") { At = At }, new AgentReadmitted("box") { At = At }],
        [new SweepSubmitted(Specs.Simulated("s", Objective.ValLoss, 0.001, 0.01, 0.1), "larger") { At = At.AddSeconds(3) }],
        [new LeaseGranted(new(4), "s", Run(0.1), "box", Guid.Empty, 0, 1, 0, 3) { At = At }],
    ];

    private static async Task<string> Contents(ResultsDatabase database) => await database.Ask(opened => string.Join('\n',
        new[] { Schema.Sweeps, Schema.Trials, Schema.Runs, Schema.Epochs, Schema.Agents, Schema.Projected }
            .SelectMany(name => opened.GetCollection(name).FindAll().Select(document => $"{name} {document}").Order(StringComparer.Ordinal))));

    [Fact]
    public async Task WhatWasProjectedStepByStep_EqualsWhatIsRemadeAtOnce()
    {
        await using var database = await Open();
        var (state, projection) = await CatchUp(database);
        foreach (var (events, step) in Life.Select((events, step) => (events, step)))
        {
            Live(state, projection, events);
            await using var remade = await Open($"remade-{step}.db");
            await CatchUp(remade);
            Assert.Equal(await Contents(remade), await Contents(database));
        }
    }

    [Fact]
    public async Task ADatabaseLeftBehind_CatchesUp_FromWhereItIs()
    {
        for (var reached = 0; reached <= Life.Length; reached++)
        {
            var name = $"behind-{reached}.db";
            await using (var database = await Open(name))
                await CatchUp(database);
            if (reached < Life.Length)
                journal.Append(Life[reached]);
        }
        await using var remade = await Open("remade.db");
        await CatchUp(remade);
        for (var reached = 0; reached <= Life.Length; reached++)
        {
            await using var behind = await Open($"behind-{reached}.db");
            await CatchUp(behind);
            Assert.Equal(await Contents(remade), await Contents(behind));
        }
    }

    [Fact]
    public async Task CountsAndWinner_AreThoseOfTheRows_AtEveryStep()
    {
        await using var database = await Open();
        var (state, projection) = await CatchUp(database);
        foreach (var events in Life)
        {
            Live(state, projection, events);
            foreach (var sweep in await database.Ask(opened => opened.Outlines.Select(sweep => Queries.Sweep(opened, sweep.Name)).ToList()))
            {
                var rows = await database.Ask(opened => Queries.Grid(opened, sweep.Spec.Name));
                Assert.Equal(Leaderboard.Count(rows), sweep.Counts);
                var winner = Leaderboard.Winner(sweep.Spec.Objective, rows);
                Assert.Equal(winner is null ? null : new StoredWinner(winner.BestSeed.Trial, winner.Mean, winner.Trials.Length, Leaderboard.Rank(sweep.Spec.Objective, rows)[0].Trial), sweep.Best);
                var view = await database.Ask(opened => Queries.View(opened, sweep, live: true));
                Assert.Equal(Leaderboard.Best(sweep.Spec.Name, sweep.Spec.Objective, rows) with { Trials = view.Trials }, view.Best);
            }
        }
    }

    [Fact]
    public async Task RowsInMemory_AreThoseOfTheDocuments_AtEveryStep()
    {
        await using var database = await Open();
        var (state, projection) = await CatchUp(database);
        foreach (var events in Life)
        {
            Live(state, projection, events);
            foreach (var name in await database.Ask(opened => opened.GetCollection(Schema.Sweeps).FindAll().Select(sweep => sweep["_id"].AsString).ToList()))
            {
                var (kept, read) = await database.Ask(opened => (opened.Trials.All(name), new TrialRows(opened).All(name)));
                Assert.NotEmpty(kept);
                Assert.Equal(read.AsEnumerable(), kept);
            }
        }
    }

    [Fact]
    public async Task TheEnd_IsWhatHappened()
    {
        await using var database = await Open();
        var (state, projection) = await CatchUp(database);
        foreach (var events in Life)
            Live(state, projection, events);
        var rows = await database.Ask(opened => Queries.Grid(opened, "s"));
        Assert.Equal(
            [TrialState.Completed, TrialState.Completed, TrialState.Completed, TrialState.Failed, TrialState.Failed, TrialState.Failed, TrialState.Running, TrialState.Running, TrialState.Running],
            rows.Select(row => row.State));
        Assert.Equal([1, 1, 2], rows.Take(3).Select(row => row.Attempt));
        Assert.Equal("crashed three times", rows[3].Cause);
        var sweep = await database.Ask(opened => Queries.View(opened, Queries.Sweep(opened, null), live: true));
        Assert.Equal(("s", SweepStatus.Running, 3, 3, 9), (sweep.Name, sweep.State, sweep.Runs, sweep.EpochsTrained, sweep.EpochsPlanned));
        // All three losses are equal: the shortest trial wins.
        Assert.Equal((1, 1.5, "valLoss"), (sweep.Best.Epoch, sweep.Best.Value, sweep.Best.Metric));
        var gone = await database.Ask(opened => opened.GetCollection(Schema.Trials).Find("$.inGrid = false").Select(TrialDocument.Row).ToList());
        Assert.Equal([TrialState.Diverged, TrialState.Diverged, TrialState.Diverged], gone.Select(row => row.State));
        Assert.All(gone, row => Assert.True(row.ValLoss is double.NaN));
    }

    [Fact]
    public async Task Recent_HasTheLatestChangesFirst_AndNothingFromBeforeTheStart()
    {
        await using var database = await Open();
        foreach (var events in Life.Take(4))
            journal.Append(events);
        var (state, projection) = await CatchUp(database);
        Assert.Empty(projection.Recent);
        Live(state, projection, Life[4]);
        Live(state, projection, Life[5]);
        Assert.Equal([TrialState.Diverged, TrialState.Diverged, TrialState.Diverged, TrialState.Completed], projection.Recent.Select(row => row.State));
    }

    [Fact]
    public async Task AHundredSmallBatchesInAHurry_AreAllThere()
    {
        await using var database = await Open();
        var (state, projection) = await CatchUp(database);
        var lrs = Enumerable.Range(1, 100).Select(i => i / 1000.0).ToArray();
        Live(state, projection, new SweepSubmitted(Specs.Simulated("s", lrs: lrs), "") { At = At });
        for (var i = 0; i < lrs.Length; i++)
            Live(state, projection, new LeaseGranted(new(i + 1), "s", Run(lrs[i]), "box", Guid.Empty, 0, 1, 0, 3) { At = At }, Epoch(i + 1, lrs[i], 1, i / 100.0));
        Assert.Equal(journal.LastSequence, await database.Watermark());
        var sweep = await database.Ask(opened => Queries.Sweep(opened, "s"));
        Assert.Equal(new TrialCounts(300, 100, 0, 0, 200) { Running = 200 }, sweep.Counts);
        Assert.Equal(100, sweep.EpochsTrained);
    }

    [Fact]
    public async Task ADatabaseThatCannotBeWritten_SaysSo_AndTheNextStartMendsIt()
    {
        var database = await Open();
        var (state, projection) = await CatchUp(database);
        Live(state, projection, Life[0]);
        projection.CheckCurrent();
        await database.DisposeAsync();
        Live(state, projection, Life[1]);
        var refusal = Assert.Throws<ResultsUnavailableException>(projection.CheckCurrent);
        Assert.Contains("start the coordinator again", refusal.Message, StringComparison.Ordinal);
        Live(state, projection, Life[2]);

        await using var reopened = await Open();
        await CatchUp(reopened);
        Assert.Equal(journal.LastSequence, await reopened.Watermark());
        Assert.Equal("box", Assert.Single(await reopened.Ask(Queries.Agents)).Agent);
    }
}
