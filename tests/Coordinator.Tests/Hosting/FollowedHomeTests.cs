using System.Text.Json;
using LiteDB;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Simulation.Asking;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>A folder whose database this program has brought to the journal's end answers without following the journal again.</summary>
public sealed class FollowedHomeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Home Home => new(folder["home"]);

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public async Task ItSaysWhatTheJournalSays(int seed)
    {
        Write(new SomeHome(new(seed, 1)).Life());
        var (followed, byTheJournal) = await Asked();
        Assert.True(followed);
        await Bring();
        var (again, byTheDatabase) = await Asked();
        Assert.False(again);
        Assert.Equal(byTheJournal, byTheDatabase);
    }

    [Fact]
    public async Task WhatTheJournalAloneKnows_IsFollowedWhenItIsAsked()
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        await using var queries = await HomeQueries.Open(Home, Logger.None);
        Assert.False(queries.HasFollowed);
        var page = await queries.Ask(new EventsAfter("0"), CancellationToken.None);
        Assert.NotEmpty(page.Events);
        Assert.True(queries.HasFollowed);
    }

    [Theory, InlineData("another program"), InlineData("another place")]
    public async Task ADatabaseThatSaysSomethingElse_IsNotBelieved(string what)
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        await Change(document => document[what == "another program" ? "program" : "sequence"] = what == "another program" ? "0.0.1" : 1L);
        Assert.True((await Asked()).Followed);
    }

    [Fact]
    public async Task WhatWasAppendedAfterwards_IsFollowed()
    {
        Write(new SomeHome(new(1, 1)).Life());
        await Bring();
        Write([new CoordinatorStarted("0.1.0") { At = DateTimeOffset.UnixEpoch }]);
        Assert.True((await Asked()).Followed);
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
        await Assert.ThrowsAsync<BadInputException>(() => HomeQueries.Open(Home, Logger.None));
    }

    private void Write(List<JournalEvent> events)
    {
        Directory.CreateDirectory(Home.Folder);
        using var journal = FileJournal.Open(Home.JournalFolder);
        journal.Append(events);
    }

    private async Task Bring() => await (await OpenHome.Open(Home, Logger.None)).DisposeAsync();

    private async Task<(bool Followed, string Answers)> Asked()
    {
        await using var queries = await HomeQueries.Open(Home, Logger.None);
        var status = await queries.Status(CancellationToken.None) with { At = default };
        var record = await queries.Record(null, CancellationToken.None);
        return (queries.HasFollowed, JsonSerializer.Serialize(status, SweepJson.Options) + JsonSerializer.Serialize(record, SweepJson.Options));
    }

    private async Task Change(Action<BsonDocument> change)
    {
        await using var home = await OpenHome.Open(Home, Logger.None);
        await home.Database.Ask(opened =>
        {
            var document = opened.GetCollection(Schema.Projected).FindById(2);
            change(document);
            return opened.GetCollection(Schema.Projected).Update(document);
        });
    }
}
