using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Hosting.Upkeep;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Simulation.Asking;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>A folder with a digest of its journal as it is answers what most ask without its results database.</summary>
public sealed class DigestedHomeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Home Home => new(folder["home"]);

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task ItSaysWhatTheDatabaseSays(int seed)
    {
        Write(new SomeHome(new(seed, 1)).Life());
        await Bring();
        await using var database = await HomeQueries.Open(Home, Logger.None);
        await using var quick = Opened();
        Assert.NotNull(quick);

        Assert.Equal(await AllOf(database), await AllOf(quick));
        Assert.False(quick.HasOpenedDatabase);
    }

    [Fact]
    public async Task WhatItDoesNotKnow_IsAskedOfTheDatabase()
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        await using var quick = Opened();
        var page = await quick!.Ask(new EventsAfter("0"), CancellationToken.None);
        Assert.NotEmpty(page.Events);
        Assert.True(quick.HasOpenedDatabase);
    }

    [Fact]
    public async Task TheHomeIsFree_AsSoonAsTheDigestIsRead()
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        await using var quick = Opened();
        HomeLock.Take(Home).Dispose();
        Assert.NotEmpty((await quick!.Status(CancellationToken.None)).Sweeps);
    }

    [Fact]
    public async Task WithoutOne_OrWithADamagedOne_TheDatabaseAnswers()
    {
        Write(new SomeHome(new(1, 1)).Life());
        Assert.Null(Opened());
        await Bring();
        Change(bytes => bytes[^1] ^= 1);
        Assert.Null(Opened());
        Change(bytes => bytes[^1] ^= 1);
        Assert.NotNull(Opened());
        File.WriteAllBytes(Home.ResultsDigest, File.ReadAllBytes(Home.ResultsDigest)[..40]);
        Assert.Null(Opened());
        File.WriteAllBytes(Home.ResultsDigest, []);
        Assert.Null(Opened());
    }

    [Theory, InlineData("sweep-digest 2"), InlineData("0.1.0")]
    public async Task OneOfAnotherFormatOrProgram_IsNotBelieved(string part)
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        Change(bytes =>
        {
            var place = System.Text.Encoding.UTF8.GetString(bytes.AsSpan(0, 60)).IndexOf(part, StringComparison.Ordinal);
            bytes[place + part.Length - 1]++;
        });
        Assert.Null(Opened());
    }

    [Fact]
    public async Task OneOfAnEarlierPlaceInTheJournal_IsNotBelieved_UntilTheNextCoordinatorEnds()
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        Write([new CoordinatorStarted("0.1.0") { At = DateTimeOffset.UnixEpoch }]);
        Assert.Null(Opened());
        await Bring();
        Assert.NotNull(Opened());
    }

    [Fact]
    public async Task OneOfAnotherJournalOfTheSameLength_IsNotBelieved()
    {
        Write([new CoordinatorStarted("0.1.0") { At = DateTimeOffset.UnixEpoch }]);
        await Bring();
        Assert.NotNull(Opened());
        Directory.Delete(Home.JournalFolder, recursive: true);
        Write([new CoordinatorStarted("0.2.0") { At = DateTimeOffset.UnixEpoch }]);
        Assert.Null(Opened());
    }

    [Fact]
    public async Task AChangedByteInTheJournal_IsRefusedAllTheSame()
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        var segment = Directory.GetFiles(Home.JournalFolder).Single();
        var bytes = await File.ReadAllBytesAsync(segment, TestContext.Current.CancellationToken);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes, TestContext.Current.CancellationToken);
        Assert.Throws<BadInputException>(Opened);
    }

    [Fact]
    public async Task OneThatSaysSomethingElse_IsFoundByVerify_AndMadeAnewByARebuild()
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        Assert.Empty(Findings());
        var sound = File.ReadAllBytes(Home.ResultsDigest);
        Assert.Empty(Findings());
        Change(bytes => bytes[^1] ^= 1);

        var finding = Assert.Single(Findings());
        Assert.Equal((FindingKind.DocumentChanged, "results.digest"), (finding.Kind, finding.Place));

        await DatabaseRebuild.Of(Home, Logger.None);
        Assert.Empty(Findings());
        Assert.Equal(sound, File.ReadAllBytes(Home.ResultsDigest));
    }

    private IReadOnlyList<Finding> Findings() =>
        [.. HomeVerification.OfFolder(Home, complete: false).Findings.Where(finding => finding.Place.StartsWith("results.", StringComparison.Ordinal))];

    private DigestQueries? Opened()
    {
        using var shared = HomeLock.Share(Home);
        return DigestQueries.Open(Home, shared, Logger.None);
    }

    private void Change(Action<byte[]> change)
    {
        var bytes = File.ReadAllBytes(Home.ResultsDigest);
        change(bytes);
        File.WriteAllBytes(Home.ResultsDigest, bytes);
    }

    private void Write(List<JournalEvent> events)
    {
        Directory.CreateDirectory(Home.Folder);
        using var journal = FileJournal.Open(Home.JournalFolder);
        journal.Append(events);
    }

    private async Task Bring() => await (await OpenHome.Open(Home, Logger.None)).DisposeAsync();

    private static async Task<string> AllOf(IQueries queries)
    {
        var status = await queries.Status(CancellationToken.None) with { At = default };
        var answers = new List<object> { status, await queries.Agents(CancellationToken.None) };
        foreach (var name in status.Sweeps.Select(sweep => sweep.Name).Append(null))
        {
            answers.Add(await queries.Sweep(name, CancellationToken.None));
            answers.Add(await queries.Best(name, CancellationToken.None));
            answers.Add(await queries.Results(name, CancellationToken.None));
            answers.Add(await queries.Ranking(name, CancellationToken.None));
            answers.Add(await queries.Ask(new BestPageOf(name), CancellationToken.None));
            answers.Add(await queries.Ask(new TrialQuestion(name) { Removed = true }, CancellationToken.None));
        }
        answers.Add(await queries.Ask(new TrialQuestion(null) { All = true, Sort = "-lr" }, CancellationToken.None));
        return JsonSerializer.Serialize(answers, SweepJson.Options);
    }
}
