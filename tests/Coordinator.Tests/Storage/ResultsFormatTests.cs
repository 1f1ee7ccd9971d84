using LiteDB;
using Serilog.Core;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tests;

namespace Sweep.Coordinator.Tests.Storage;

/// <summary>
/// The results database's literal text. People's queries name these fields, and a database that says another version is made anew: so a
/// field that is renamed without a new version would be asked for in vain. Only a written-out document notices.
/// </summary>
public sealed class ResultsFormatTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    private string Database => folder["results.db"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TheVersion_IsThree_AndStandsWithTheWatermark()
    {
        Assert.Equal(3, Schema.Version);
        await using var database = await Open();
        await database.Ask(opened => ProjectionWriter.Write(opened, new(0, 5, [], [], [], [], [])));
        Assert.Equal(
            ["""{"_id":1,"v":3,"sequence":{"$numberLong":"5"}}"""],
            await database.Ask(opened => opened.GetCollection("projection").FindAll().Select(document => document.ToString()).ToList()));
    }

    [Fact]
    public void TheCollections_AreCalledAsEver() =>
        Assert.Equal(["trials", "epochs", "runs", "sweeps", "agents", "projection"], Schema.Collections);

    [Fact]
    public void ATrial_IsWrittenAsEver() => Assert.Equal(
        """{"_id":"c","v":3,"sweep":"s","order":4,"inGrid":true"""
        + ""","state":"completed","lr":0.001,"epochs":3,"weightDecay":0.001,"batchSize":8"""
        + ""","seed":{"$numberLong":"0"},"run":"run-c","attempt":1,"bestEpoch":2,"trainLoss":1.25,"valLoss":1.5,"valAccuracy":0.5"""
        + ""","bestEpochValAccuracy":0.5,"seconds":12.5,"agent":"box"}""",
        TrialDocument.Of(Rows.Completed("c", 0.5), 4).ToString());

    [Fact]
    public void AnEpoch_IsWrittenAsEver() => Assert.Equal(
        """{"_id":"0123456789abcdef/0000002","v":3,"run":"0123456789abcdef","epoch":2,"lease":{"$numberLong":"7"}"""
        + ""","at":"2026-01-02T03:04:05.0000000Z","trainLoss":0.5,"notFinite":{"valLoss":"NaN"},"valAccuracy":0.25,"seconds":3.0"""
        + ""","checkpoint":{"sha256":"aa","bytes":{"$numberLong":"86"}}}""",
        EpochDocument.Of(new(new RunId("0123456789abcdef"), new(2, 0.5, double.NaN, 0.25, 3), new(2, "aa", 86), new(7), At)).ToString());

    [Fact]
    public void AnAgent_IsWrittenAsEver() => Assert.Equal(
        """{"_id":"box","v":3,"host":"host","state":"online","program":"0.1.0","lastSeen":"2026-01-02T03:04:05.0000000Z","slots":["""
        + """{"number":0,"device":"cuda:0","model":"H100"}],"note":"why"}""",
        AgentDocument.Of(new("box", "host", AgentStatus.Online, [new(0, "cuda:0", "H100", null)], "0.1.0", At, "why")).ToString());

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task ADatabaseOfAnOlderOrANewerProgram_IsMadeAnew_AndIsNoDamage(int version)
    {
        await WrittenByAProgramOf(version);
        await using (var database = await Open())
        {
            Assert.Equal(0, await database.Watermark());
            Assert.Empty(await database.Ask(opened => Queries.Grid(opened, "s")));
        }
        Assert.Empty(Directory.GetFiles(folder.Path, "*damaged*"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task WhereOneOnlyReads_ADatabaseOfAnOlderOrANewerProgram_StaysAsItIs(int version)
    {
        await WrittenByAProgramOf(version);
        var before = await File.ReadAllBytesAsync(Database);
        await using (var copy = await ResultsDatabase.OpenCopy(Database, 1000, Logger.None))
            Assert.Equal(0, await copy.Watermark());
        Assert.Equal(before, await File.ReadAllBytesAsync(Database));
    }

    private Task<ResultsDatabase> Open() => ResultsDatabase.Open(Database, 1000, Logger.None);

    private async Task WrittenByAProgramOf(int version)
    {
        await using var database = await Open();
        await database.Ask(opened => ProjectionWriter.Write(opened, new(0, 5, [], [new StoredTrial(Rows.Pending(), 0)], [], [], [])));
        await database.Ask(opened => opened.GetCollection(Schema.Projected)
            .Update(new BsonDocument { ["_id"] = 1, ["v"] = version, ["sequence"] = 5L }));
    }
}
