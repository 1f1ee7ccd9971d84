using LiteDB;
using Serilog.Core;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tests;

namespace Sweep.Coordinator.Tests.Storage;

public sealed class ResultsDatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string Database => folder["results.db"];

    private Task<ResultsDatabase> Open(long lastSequence = 1000) => ResultsDatabase.Open(Database, lastSequence, Logger.None);

    private static ProjectionBatch Trials(long after, long upto, params TrialRow[] rows) =>
        new(after, upto, [], [.. rows.Select((row, order) => new StoredTrial(row, order))], [], [], []);

    private static async Task Write(ResultsDatabase database, ProjectionBatch batch) => Assert.True(await database.Ask(opened => ProjectionWriter.Write(opened, batch)));

    public static TheoryData<TrialRow> EveryKindOfRow => new(
        Rows.Pending(),
        Rows.Completed("c", 0.1 + 0.2),
        Rows.Completed("edge", double.Epsilon).With("lr", 1e-300).With("seed", long.MinValue) with { TrainLoss = -0.0, Agent = " box ", Seconds = double.MaxValue },
        Rows.Completed("own", 0.5).With("optimizer", "adamw").With("width", 16L).With("state_", 0.1 + 0.2),
        Rows.Completed("without", 0.5) with { Hyperparameters = RunParameters.Of([new("seed", ParameterValue.Of(3L)), new("bias", ParameterValue.Of(true))]).For(2) },
        Rows.Diverged("d"),
        Rows.Diverged("i", double.NegativeInfinity),
        Rows.Pending("f") with { State = TrialState.Failed, Attempt = 3, Agent = "", Cause = "  it crashed:\n" },
        Rows.Completed("out", 0.5) with { InGrid = false });

    [Theory]
    [MemberData(nameof(EveryKindOfRow))]
    public async Task EveryRow_ComesBackAsItWas_AfterReopening(TrialRow row)
    {
        await using (var database = await Open())
            await Write(database, Trials(0, 1, row));
        await using var reopened = await Open();
        var found = await reopened.Ask(opened => TrialDocument.Row(opened.GetCollection(Schema.Trials).FindById(row.Trial.Value)));
        Assert.Equal(row, found);
    }

    [Fact]
    public async Task NotANumber_IsInNoNumericField_SoThatNoQueryCanPutItFirst()
    {
        await using var database = await Open();
        await Write(database, Trials(0, 1, Rows.Diverged("nan"), Rows.Completed("good", 0.5, loss: 0.75), Rows.Diverged("infinite", double.PositiveInfinity)));
        var ranked = await database.Ask(opened => opened.GetCollection(Schema.Trials).Query().Where("$.valLoss < 1 AND $.valLoss >= 0").OrderBy("$.valLoss").ToList());
        Assert.Equal("good", Assert.Single(ranked)["_id"].AsString);
        var diverged = await database.Ask(opened => opened.GetCollection(Schema.Trials).FindById("nan"));
        Assert.False(diverged.ContainsKey("valLoss"));
        Assert.Equal("NaN", diverged["notFinite"]["valLoss"].AsString);
    }

    [Fact]
    public async Task Results_AreInGridOrder_OfThatSweepOnly()
    {
        await using var database = await Open();
        await Write(database, Trials(0, 1, Rows.Pending("z"), Rows.Completed("a", 0.5), Rows.Pending("m"), Rows.Pending("other", sweep: "t"), Rows.Pending("gone") with { InGrid = false }));
        var results = await database.Ask(opened => Queries.Grid(opened, "s"));
        Assert.Equal(["z", "a", "m"], results.Select(row => row.Trial.Value));
    }

    [Fact]
    public async Task ACurve_KeepsEveryValue()
    {
        var run = new RunId("r");
        EpochMetrics[] curve = [new(1, 2.1, 2.0, 0.1, 1.5), new(2, double.NaN, double.PositiveInfinity, 0.1, 1.25)];
        await using var database = await Open();
        await Write(database, new(0, 1, [], [], [], [.. curve.Select(metrics => new CurvePoint(run, metrics, null, new(1), DateTimeOffset.UnixEpoch))], []));
        Assert.Equal(curve, await database.Ask(opened => Queries.Curve(opened, run)));
    }

    [Fact]
    public async Task AnAgent_ComesBackAsItWas()
    {
        var agent = new AgentView("box", "box.lab", AgentStatus.Offline, [new(0, "cpu", "A Processor", null)], "0.1.0", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).AddTicks(7), "a note");
        await using var database = await Open();
        await Write(database, new(0, 1, [], [], [], [], [agent]));
        var found = Assert.Single(await database.Ask(Queries.Agents));
        Assert.Equal(agent with { Slots = [] }, found with { Slots = [] });
        Assert.Equal(agent.Slots, found.Slots);
    }

    [Fact]
    public async Task ARun_IsKeptWithItsAttempts()
    {
        var (at, made) = (DateTimeOffset.UnixEpoch.AddTicks(7), new Provenance("f", "cpu", "p", "none", "0.1.0", Precision.Fp32, ""));
        var attempt = new Attempt(new(7), new("r"), "box", 0, 1, 0, 3, at, at.AddSeconds(2), at.AddHours(1), Outcome.TrainerCrashed, "signal 9", made);
        var granted = new Attempt(new(8), new("r"), "box", 1, 2, 0, 3, at, null, null, null, "", null);
        var run = new StoredRun(new("r"), "s", new(0.1, 1e-3, 8, 0), 3, 0, "pending", null, made, [attempt, granted]);
        await using var database = await Open();
        await Write(database, new(0, 1, [], [], [run], [], []));
        var crashed = await database.Ask(opened => opened.GetCollection(Schema.Runs).Query().Where("$.attempts[*].outcome ANY = 'trainerCrashed'").ToList());
        Assert.Equal([attempt, granted], RunDocument.Attempts(Assert.Single(crashed)));
    }

    [Fact]
    public async Task ABatchThatIsAlreadyIn_ChangesNothing_AndAGapIsRefused()
    {
        await using var database = await Open();
        await Write(database, Trials(0, 5, Rows.Completed("a", 0.5)));
        Assert.False(await database.Ask(opened => ProjectionWriter.Write(opened, Trials(0, 5, Rows.Pending("a")))));
        await Assert.ThrowsAsync<InvalidDataException>(() => database.Ask(opened => ProjectionWriter.Write(opened, Trials(7, 8, Rows.Pending("b")))));
        Assert.Equal(5, await database.Watermark());
        Assert.Equal(TrialState.Completed, Assert.Single(await database.Ask(opened => Queries.Grid(opened, "s"))).State);
    }

    [Fact]
    public async Task AFileAheadOfTheJournal_IsMovedAside()
    {
        await using (var database = await Open())
            await Write(database, Trials(0, 900, Rows.Pending()));
        await using var reopened = await Open(lastSequence: 899);
        Assert.Equal(0, await reopened.Watermark());
        Assert.Empty(await reopened.Ask(opened => Queries.Grid(opened, "s")));
        Assert.True(File.Exists(Database + ".damaged-1"));
    }

    [Fact]
    public async Task AFileThatIsNoDatabase_IsMovedAside_EveryTime()
    {
        for (var number = 1; number <= 2; number++)
        {
            await File.WriteAllTextAsync(Database, string.Join('\n', Enumerable.Repeat("not a database", 2000)));
            await using var database = await Open();
            Assert.Equal(0, await database.Watermark());
            Assert.True(File.Exists($"{Database}.damaged-{number}"));
        }
    }

    [Fact]
    public async Task AFileOfAnotherVersion_IsNoDamage_AndIsMadeAnew()
    {
        await using (var database = await Open())
        {
            await Write(database, Trials(0, 5, Rows.Pending()));
            await database.Ask(opened => opened.GetCollection(Schema.Projected).Update(new BsonDocument { ["_id"] = 1, ["v"] = 1, ["sequence"] = 5 }));
        }

        await using var reopened = await Open();

        Assert.Equal(0, await reopened.Watermark());
        Assert.Empty(await reopened.Ask(opened => Queries.Grid(opened, "s")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*damaged*"));
    }

    [Fact]
    public async Task AFileCutShort_IsMovedAside()
    {
        await using (var database = await Open())
            await Write(database, Trials(0, 1, [.. Enumerable.Range(0, 500).Select(i => Rows.Pending($"t{i}"))]));
        using (var file = new FileStream(Database, FileMode.Open))
            file.SetLength(file.Length / 2);
        await using var reopened = await Open();
        Assert.Equal(0, await reopened.Watermark());
        Assert.True(File.Exists(Database + ".damaged-1"));
    }

    [Fact]
    public async Task WorkThatFails_FailsAlone()
    {
        await using var database = await Open();
        await Assert.ThrowsAsync<BadInputException>(() => database.Ask<int>(_ => throw new BadInputException("no")));
        Assert.Equal(0, await database.Watermark());
    }

    [Fact]
    public async Task NoSweepAtAll_AndAnUnknownOne_AreSentencesWithARemedy()
    {
        await using var database = await Open();
        var none = await Assert.ThrowsAsync<BadInputException>(() => database.Ask(opened => Queries.Sweep(opened, null)));
        Assert.Contains("sweep run", none.Message, StringComparison.Ordinal);
        await Write(database, new(0, 1, [Specs.Record("first", 1), Specs.Record("second", 2)], [], [], [], []));
        var unknown = await Assert.ThrowsAsync<BadInputException>(() => database.Ask(opened => Queries.Sweep(opened, "third")));
        Assert.Contains("'third'", unknown.Message, StringComparison.Ordinal);
        Assert.Contains("'first'", unknown.Message, StringComparison.Ordinal);
        Assert.Equal("second", (await database.Ask(opened => Queries.Sweep(opened, null))).Spec.Name);
    }

    [Fact]
    public async Task ASweep_ComesBackAsItWas()
    {
        var sweep = Specs.Record("s", 7) with { Best = new(new("t"), 0.625, 3, new("u")), Cancelled = true, Counts = new(9, 1, 2, 3, 1) { Running = 1, Cancelled = 2 } };
        await using var database = await Open();
        await Write(database, new(0, 7, [sweep], [], [], [], []));
        Assert.Equal(sweep, await database.Ask(opened => Queries.Sweep(opened, "s")));
    }
}
