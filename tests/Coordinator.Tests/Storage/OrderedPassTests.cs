using Serilog.Core;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tests;

namespace Sweep.Coordinator.Tests.Storage;

/// <summary>A home of one large sweep is read in one pass, a small one among others by itself: both say the same.</summary>
public sealed class OrderedPassTests : IDisposable
{
    private const int Runs = 450;
    private const int Epochs = 10;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static StoredSweep Sweep(string name, int trials) => new(
        Specs.Simulated(name), "", DateTimeOffset.UnixEpoch, 1, false, new(trials, 0, 0, 0, trials), trials, 0, trials, null);

    private static RunId Run(int number) => new(FormattableString.Invariant($"{number * 7919 % 1009:x4}"));

    private async Task<ResultsDatabase> Open()
    {
        var database = await ResultsDatabase.Open(folder["results.db"], 1000, Logger.None);
        CurvePoint[] epochs =
        [
            .. from run in Enumerable.Range(0, Runs)
               from epoch in Enumerable.Range(1, Epochs)
               select new CurvePoint(Run(run), new(epoch, run, epoch, 0.5, 1), null, new(run), DateTimeOffset.UnixEpoch),
        ];
        await database.Ask(opened => ProjectionWriter.Write(opened, new(0, 1, [], [], [], epochs, [])));
        return database;
    }

    [Fact]
    public async Task EveryDocument_ComesOnce_InTheOrderOfIdentities()
    {
        await using var database = await Open();

        var ids = await database.Ask(opened => OrderedPass.Over(opened, Schema.Epochs).Select(document => document["_id"].AsString).ToList());

        Assert.Equal(Runs * Epochs, ids.Count);
        Assert.Equal(ids.Distinct().Order(StringComparer.Ordinal), ids);
    }

    [Theory]
    [InlineData(Runs)]
    [InlineData(3)]
    public async Task Curves_AreThoseOfEachRun_ReadByItself(int wanted)
    {
        await using var database = await Open();
        HashSet<RunId> runs = [.. Enumerable.Range(0, wanted).Select(Run), new("without")];

        var (together, alone) = await database.Ask(opened => (
            Queries.Curves(opened, runs, EpochDocument.Metrics, Runs).ToDictionary(curve => curve.Key, curve => curve.Value.ToArray()),
            runs.ToDictionary(run => run, run => Queries.Curve(opened, run).ToArray())));

        Assert.Equal(wanted, together.Count);
        Assert.All(together, curve => Assert.Equal(alone[curve.Key], curve.Value));
        Assert.All(together.Values, curve => Assert.Equal(Enumerable.Range(1, Epochs), curve.Select(epoch => epoch.Epoch)));
    }

    [Fact]
    public async Task TrialsOfALargeSweep_AreThoseOfNoOther()
    {
        await using var database = await ResultsDatabase.Open(folder["results.db"], 1000, Logger.None);
        var trials = Enumerable.Range(0, 30).Select(i => new StoredTrial(Rows.Pending(FormattableString.Invariant($"{i:x4}"), sweep: i % 10 == 0 ? "small" : "large"), i));
        await database.Ask(opened => ProjectionWriter.Write(opened, new(0, 1, [Sweep("large", 27), Sweep("small", 3)], [.. trials], [], [], [])));

        var (large, small) = await database.Ask(opened => (Queries.Grid(opened, "large"), Queries.Grid(opened, "small")));

        Assert.Equal(27, large.Length);
        Assert.Equal(3, small.Length);
    }
}
