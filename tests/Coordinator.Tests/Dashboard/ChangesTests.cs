using System.Net;
using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Dashboard;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Tests.Dashboard;

/// <summary>What pages that are left open are told, by a real coordinator.</summary>
public sealed class ChangesTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly WrittenHome home = WrittenHome.Interrupted();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task APage_IsToldTheStatusAtOnce_AndThenWhatChanges_WithTheJournalsNumber()
    {
        await using var host = await Start();
        using var client = Https.To(host, host.Token);
        using var page = await Listening.To(client);
        using var other = await Listening.To(client);

        var first = (await page.Next())!;
        Assert.Equal("grid", first.Said.GetProperty("status").GetProperty("sweeps")[0].GetProperty("name").GetString());
        Assert.Empty(first.Said.GetProperty("sweeps").EnumerateObject());
        Assert.NotNull(await other.Next());

        await host.Coordinator.Submit(Specs.Simulated("second"), "name: second\n", None);
        var (told, toldToo) = (await page.About("second"), await other.About("second"));

        Assert.True(told.Sweep("second").GetProperty("anew").GetBoolean());
        Assert.Equal(told.Said.ToString(), toldToo.Said.ToString());
        Assert.Equal(told.Id, told.Said.GetProperty("sequence").ToString());
        Assert.True(long.Parse(told.Id, null) > long.Parse(first.Id, null));
        Assert.Equal(2, told.Said.GetProperty("status").GetProperty("sweeps").GetArrayLength());
    }

    [Fact]
    public async Task APageThatOutlivesTheCoordinator_IsToldWhatItMissed_ByTheNumberThatItKnows()
    {
        string known;
        await using (var host = await Start())
        {
            using var client = Https.To(host, host.Token);
            using var page = await Listening.To(client);
            known = (await page.Next())!.Id;
            // Streams are no reason to wait: this returns although the page goes on to listen.
            await host.Stop();
            Assert.Null(await page.Next());
        }
        Train();

        await using var again = await Start();
        using var later = Https.To(again, again.Token);
        using var back = await Listening.To(later, known);
        var missed = (await back.Next())!;

        var grid = missed.Sweep("grid");
        Assert.Equal("message", missed.Kind);
        // One of the two runs was trained meanwhile: its three trials, and no others.
        Assert.Equal(["completed", "completed", "completed"], Heard.Column(grid, "state"));
        Assert.Equal(["0.001"], Heard.Column(grid, "lr").Distinct());
        Assert.Equal(["yes"], Heard.Column(grid, "inGrid").Distinct());
        var epochs = grid.GetProperty("epochs");
        Assert.Equal(["trainLoss", "valLoss", "valAccuracy"], epochs.GetProperty("metrics").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("[[2,1,1.125,0.5],[3,0.5,1,0.75]]", epochs.GetProperty("runs").GetProperty(Run.Value).ToString());
    }

    [Fact]
    public async Task ARunInTraining_IsToldOnce_ToThePageThatAsksSo_AndAmongThoseThatAreTooToOthers()
    {
        await using var host = await Start();
        using var client = Https.To(host, host.Token);
        using var whole = await Listening.To(client);
        using var once = await Listening.To(client, query: "?running=no");

        var (all, brief) = ((await whole.Next())!.Said.GetProperty("status"), (await once.Next())!.Said.GetProperty("status"));

        var running = all.GetProperty("running").EnumerateArray().Select(run => run.ToString()).ToList();
        Assert.NotEmpty(running);
        Assert.Equal(running, RunsAtSlots(all));
        Assert.Equal(running, RunsAtSlots(brief));
        Assert.Empty(brief.GetProperty("running").EnumerateArray());

        using var refused = await client.GetAsync("api/changes?running=yes", None);
        var why = await refused.Content.ReadAsStringAsync(None);
        Assert.Contains("running is 'no', or left out: 'yes' is neither.", why, StringComparison.Ordinal);
    }

    private static IEnumerable<string> RunsAtSlots(JsonElement status) =>
        from agent in status.GetProperty("agents").EnumerateArray()
        from slot in agent.GetProperty("slots").EnumerateArray()
        let run = slot.GetProperty("run")
        where run.ValueKind == JsonValueKind.Object
        select run.ToString();

    [Theory]
    [InlineData("999999")]
    [InlineData("0")]
    public async Task WhatIsNotToBeHadAnyMore_IsAReset(string known)
    {
        using (var journal = FileJournal.Open(home.Home.JournalFolder))
            journal.Append([.. Enumerable.Repeat(new CoordinatorStarted("0.1") { At = default }, ChangeHub.MostEntries)]);
        await using var host = await Start();
        using var client = Https.To(host, host.Token);

        using var page = await Listening.To(client, known);
        var heard = (await page.Next())!;

        Assert.Equal("reset", heard.Kind);
        Assert.Equal("grid", heard.Said.GetProperty("status").GetProperty("sweeps")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task OfManyPages_SoManyAreTold_AndTheNextIsToldWhy()
    {
        await using var host = await Start();
        using var client = Https.To(host, host.Token);
        var pages = new List<Listening>();
        for (var i = 0; i < ChangeHub.MostPages; i++)
            pages.Add(await Listening.To(client));

        using (var refused = await client.GetAsync("api/changes", HttpCompletionOption.ResponseHeadersRead, None))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("Too many pages", await refused.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
        }
        foreach (var page in pages)
            page.Dispose();

        // A page that is closed makes room, as soon as the coordinator has noticed.
        while (true)
        {
            using var after = await client.GetAsync("api/changes", HttpCompletionOption.ResponseHeadersRead, None);
            if (after.StatusCode == HttpStatusCode.OK)
                break;
        }
    }

    [Fact]
    public async Task ANumberThatIsNone_IsToldInASentence()
    {
        await using var host = await Start();
        using var client = Https.To(host, host.Token);

        using var refused = await client.GetAsync("api/changes?since=yesterday", None);

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("'yesterday' is no number of an entry", await refused.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
    }

    private static RunId Run => new RunParameters(0.001, 1e-3, 8, 0).RunOf("grid");

    private Task<CoordinatorHost> Start() => CoordinatorHost.Start(new(home.Home) { HttpPort = 0 }, Logger.None, None);

    /// <summary>The rest of the run that was begun, by somebody else than the coordinator that the page knows.</summary>
    private void Train()
    {
        using var journal = FileJournal.Open(home.Home.JournalFolder);
        var at = new DateTimeOffset(2026, 1, 2, 4, 0, 0, TimeSpan.Zero);
        journal.Append(
        [
            new EpochRecorded(new(1), Run, new(2, 1, 1.125, 0.5, 1.5), null) { At = at },
            new EpochRecorded(new(1), Run, new(3, 0.5, 1, 0.75, 1.5), null) { At = at },
        ]);
    }
}
