using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Coordinator.Tests.Verification;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>Journals that hold what programs without a gate let in: the home opens, answers, and says what it cannot show.</summary>
public sealed class OldHomeTests
{
    public static TheoryData<string> Submissions => [.. Odd.Keys];

    private static readonly Dictionary<string, SweepSpec> Odd = new()
    {
        ["no epochs"] = Specs.Simulated("odd") with { Space = Specs.Simulated().Space with { Epochs = new Choice([0, 3]) } },
        ["epochs that are no number"] = Specs.Simulated("odd") with { Space = Specs.Simulated().Space with { Epochs = new Choice([double.NaN]) } },
        ["draws from nothing"] = Specs.Simulated("odd") with { Space = Specs.Simulated().Space with { LearningRate = new Choice([]) }, Sampler = new RandomSampling(5, 0) },
        ["too many draws"] = Specs.Simulated("odd") with { Sampler = new RandomSampling(int.MaxValue, 0) },
        ["no dataset"] = Specs.Simulated("odd") with { Dataset = null! },
        ["no name"] = Specs.Simulated("odd") with { Name = null! },
    };

    [Theory]
    [MemberData(nameof(Submissions))]
    public async Task SubmissionThatCannotBeFollowed_CountsForNothing_AndIsNamed(string which)
    {
        using var home = await SoundHome.Make();
        home.Append(new SweepSubmitted(Odd[which], "") { At = SoundHome.At });

        Assert.Equal(["grid"], (await StatusOf(home)).Sweeps.Select(sweep => sweep.Name));
        Assert.Contains($"entry {SoundHome.EntriesOfTheSweep + 1}", Assert.Single((await StatusOf(home)).Findings!), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("db", "rebuild", "--home", home.Home.Folder)).ExitCode);
        var finding = Assert.Single(await Findings(home));
        Assert.Equal("stateInconsistent", finding.GetProperty("kind").GetString());
        Assert.Contains($"entry {SoundHome.EntriesOfTheSweep + 1}", finding.GetProperty("place").GetString(), StringComparison.Ordinal);
        Assert.Contains("cannot be followed", finding.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AgentWithANameTooLongToLookUp_IsLeftOutOfTheDatabase_AndTheRestIsThere()
    {
        using var home = await SoundHome.Make();
        home.Append(new AgentRegistered(new string('x', 1100), Guid.NewGuid(), "host", "0.1", [new(0, "cpu", "a processor")]) { At = SoundHome.At });

        await IsLeftOutAndNamed(home, "agents/xxx");
        Assert.Equal(["box"], (await StatusOf(home)).Agents.Select(agent => agent.Agent));
    }

    [Fact]
    public async Task SweepTooLargeForADocument_IsLeftOutOfTheDatabase_AndTheRestIsThere()
    {
        using var home = await SoundHome.Make();
        home.Append(new SweepSubmitted(Specs.Simulated("long"), new string('#', 20_000_000)) { At = SoundHome.At });

        await IsLeftOutAndNamed(home, "sweeps/long");
        Assert.Equal(["grid"], (await StatusOf(home)).Sweeps.Select(sweep => sweep.Name));
    }

    [Fact]
    public async Task SweepWithANameTooLongToLookUp_IsLeftOutOfTheDatabase_AndTheRestIsThere()
    {
        using var home = await SoundHome.Make();
        home.Append(new SweepSubmitted(Specs.Simulated(new string('y', 1100)), "") { At = SoundHome.At });

        Assert.Equal(["grid"], (await StatusOf(home)).Sweeps.Select(sweep => sweep.Name));
        Assert.Contains("sweeps/yyy", Assert.Single((await StatusOf(home)).Findings!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SweepWithANameThatIsRefusedToday_IsStillThereToBeAsked()
    {
        using var home = await SoundHome.Make();
        home.Append(new SweepSubmitted(Specs.Simulated("Größe 2 (alt)"), "") { At = SoundHome.At });

        await using var queries = await HomeQueries.Open(home.Home, Logger.None);
        Assert.Equal(6, (await queries.Results("Größe 2 (alt)", CancellationToken.None)).Length);
        Assert.Null((await queries.Status(CancellationToken.None)).Findings);
    }

    [Fact]
    public async Task CheckpointUnderANameThatIsNoHash_IsNeverHandedToAnAgent()
    {
        using var home = await SoundHome.Make();
        var life = new Scheduling.Life();
        await using var opened = await OpenHome.Open(home.Home, Logger.None);
        var run = life.Submit(Scheduling.Some.Spec(epochs: [9])).Runs[0];
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.State.Apply(new EpochRecorded(lease, run.Id, new(1, 1, 1, 0.5, 1), new(1, "../health", 1)) { At = SoundHome.At });

        Assert.Null(run.LatestCheckpoint);
    }

    /// <summary>What is left out is what LiteDB itself refuses, to the byte.</summary>
    [Theory]
    [InlineData(1021)]
    [InlineData(1022)]
    public async Task KeysAreLeftOut_ExactlyWhereLiteDbRefusesThem(int letters)
    {
        using var folder = new TemporaryFolder();
        await using var database = await ResultsDatabase.Open(folder["results.db"], 0, Logger.None);
        var document = AgentDocument.Of(new(new string('x', letters), "host", AgentStatus.Offline, [], "0.1", SoundHome.At, null));

        var refused = await database.Ask(opened =>
        {
            try
            {
                opened.GetCollection(Schema.Agents).Upsert(document);
                return false;
            }
            catch (LiteDB.LiteException)
            {
                return true;
            }
        });

        Assert.Equal(refused, LeftOutDocument.Of(Schema.Agents, document) is not null);
    }

    [Fact]
    public async Task DocumentsAreLeftOut_BeforeLiteDbRefusesThem()
    {
        using var folder = new TemporaryFolder();
        await using var database = await ResultsDatabase.Open(folder["results.db"], 0, Logger.None);
        var most = 2047 * 8150;
        var without = LiteDB.BsonSerializer.Serialize(SweepDocument.Of(Specs.Record("s", 1) with { Source = "" })).Length;
        var fits = SweepDocument.Of(Specs.Record("s", 1) with { Source = new string('#', most - without) });
        var doesNot = SweepDocument.Of(Specs.Record("s", 1) with { Source = new string('#', most - without + 1) });

        Assert.Null(LeftOutDocument.Of(Schema.Sweeps, fits));
        Assert.NotNull(LeftOutDocument.Of(Schema.Sweeps, doesNot));
        Assert.True(await database.Ask(opened => opened.GetCollection(Schema.Sweeps).Upsert(fits)));
    }

    private static async Task IsLeftOutAndNamed(SoundHome home, string document)
    {
        // At the start that meets it and at every later one.
        for (var start = 0; start < 2; start++)
            Assert.Contains(document, Assert.Single((await StatusOf(home)).Findings!), StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await CommandLine.Sweep("db", "rebuild", "--home", home.Home.Folder)).ExitCode);
        var finding = Assert.Single(await Findings(home));
        Assert.Equal("documentLeftOut", finding.GetProperty("kind").GetString());
        var status = await CommandLine.Sweep("status", "--home", home.Home.Folder);
        Assert.Equal(ExitCode.Done, status.ExitCode);
        Assert.Contains(document, status.Out, StringComparison.Ordinal);
    }

    private static async Task<StatusView> StatusOf(SoundHome home)
    {
        await using var queries = await HomeQueries.Open(home.Home, Logger.None);
        return await queries.Status(CancellationToken.None);
    }

    private static async Task<List<JsonElement>> Findings(SoundHome home)
    {
        var verified = await CommandLine.Sweep("verify", "--json", "--home", home.Home.Folder);
        return [.. JsonDocument.Parse(verified.Out).RootElement.GetProperty("findings").EnumerateArray().Select(finding => finding.Clone())];
    }
}
