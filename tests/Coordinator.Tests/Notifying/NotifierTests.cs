using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Notifying;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Notifying;

/// <summary>Real commands and a real address: they are told, and whatever they do disturbs nobody.</summary>
public sealed class NotifierTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongEnoughForAShellToStart = TimeSpan.FromSeconds(10);
    private readonly TemporaryFolder folder = new();
    private readonly Heard heard = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ACommand_GetsTheNotice_InItsEnvironmentAndOnItsStdin()
    {
        await Told(new($"cat > {folder["stdin"]}; printf '%s|%s|%s|%s' \"$SWEEP_EVENT\" \"$SWEEP_NAME\" \"$SWEEP_AGENT\" \"$SWEEP_TEXT\" > {folder["said"]}; echo printed", null));

        Assert.Empty(heard.Sentences);
        Assert.StartsWith("done|some||Sweep some, submitted just now, has 1 trial in 1 run: 1 completed.", File.ReadAllText(folder["said"]), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(File.ReadAllText(folder["stdin"]));
        Assert.Equal(
            ["event", "text", "sweep", "agent", "at", "sequence"], document.RootElement.EnumerateObject().Select(property => property.Name));
        Assert.Equal("printed\n", File.ReadAllText(folder["logs/notify.log"]));
    }

    [Fact]
    public async Task ACommandThatFails_OrHangs_IsLogged_AndTheHangingOneIsKilledWithItsChildren()
    {
        await Told(new("echo no mail >&2; exit 3", null));
        Assert.Equal([$"The notice \"done\" could not be told: the command ended with 3; what it printed is in {folder["logs/notify.log"]}."], heard.Sentences);
        Assert.Equal("no mail\n", File.ReadAllText(folder["logs/notify.log"]));

        heard.Sentences.Clear();
        await Told(new($"sleep 1000 & echo $! > {folder["child"]}; wait", null), longest: LongEnoughForAShellToStart);
        Assert.Contains("was ended", Assert.Single(heard.Sentences), StringComparison.Ordinal);
        await Gone(File.ReadAllText(folder["child"]).Trim());
    }

    [Fact]
    public async Task AWebhook_GetsTheNotice_AndOneThatRefusesOrIsAway_IsLoggedByItsHostAlone()
    {
        var got = new List<string>();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        await using var web = builder.Build();
        web.UseRouting();
        web.MapPost("/good", async (HttpRequest request) => got.Add(await new StreamReader(request.Body).ReadToEndAsync()));
        web.MapPost("/bad", () => Results.StatusCode(500));
        await web.StartAsync(None);
        var address = web.Urls.Single();

        await Told(new(null, $"{address}/good"));
        Assert.Empty(heard.Sentences);
        Assert.Equal("done", JsonDocument.Parse(Assert.Single(got)).RootElement.GetProperty("event").GetString());

        await Told(new(null, $"{address}/bad?secret=x"));
        await web.StopAsync(None);
        await Told(new(null, $"{address}/good?secret=x"));
        Assert.Equal(2, heard.Sentences.Count);
        Assert.Contains("127.0.0.1 answered with 500", heard.Sentences[0], StringComparison.Ordinal);
        Assert.Contains("cannot be told", heard.Sentences[1], StringComparison.Ordinal);
        Assert.All(heard.Sentences, sentence => Assert.DoesNotContain("secret", sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASweepsOwn_IsTold_WhereTheCoordinatorFollowsSweepFiles_AndNowhereElse()
    {
        var own = new NotifySpec($"echo own >> {folder["said"]}", null);
        var theirs = new NotifySpec($"echo theirs >> {folder["said"]}", null);

        await Told(own, theirs: theirs, ofSweeps: false);
        Assert.Equal("own\n", File.ReadAllText(folder["said"]));
        await Told(null, theirs: theirs, ofSweeps: true);
        Assert.Equal("own\ntheirs\n", File.ReadAllText(folder["said"]));
    }

    [Fact]
    public async Task ACoordinator_RefusesASweepThatNotifies_UnlessItWasStartedSo_AndTellsWhomItsHomeNames()
    {
        using var home = WrittenHome.Interrupted();
        File.WriteAllText(home.Home.NotifyFile, $"command: echo $SWEEP_EVENT >> {folder["said"]}\n");
        var spec = Some.Spec(name: "notifying") with { Notify = new("true", null) };
        await using (var host = await CoordinatorHost.Start(new(home.Home) { ComesBack = true }, Logger.None, None))
        {
            var refused = await Assert.ThrowsAsync<BadInputException>(() => host.Coordinator.Submit(spec, "", None));
            Assert.Contains("--sweeps-may-notify", refused.Message, StringComparison.Ordinal);
        }
        Assert.Equal("restarted\n", File.ReadAllText(folder["said"]));

        await using (var host = await CoordinatorHost.Start(new(home.Home) { SweepsMayNotify = true }, Logger.None, None))
            Assert.Equal("notifying", (await host.Coordinator.Submit(spec, "", None)).Sweep);

        File.WriteAllText(home.Home.NotifyFile, "comand: true\n");
        var wrong = await Assert.ThrowsAsync<BadInputException>(() => CoordinatorHost.Start(new(home.Home), Logger.None, None));
        Assert.Contains("notify.yaml, line 1: the key 'comand' is not known; did you mean 'command'", wrong.Message, StringComparison.Ordinal);
        File.Delete(home.Home.NotifyFile);
        await (await CoordinatorHost.Start(new(home.Home), Logger.None, None)).DisposeAsync();
    }

    /// <summary>Waits until the process is no more; one that nobody has asked after since it died is none either.</summary>
    private static async Task Gone(string process)
    {
        while (Stat(process) is { } stat && !stat.Contains(") Z ", StringComparison.Ordinal))
#pragma warning disable RS0030 // Another process tells nobody.
            await Task.Delay(20, None);
#pragma warning restore RS0030
    }

    private static string? Stat(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat");
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>The end of a sweep, told to its end.</summary>
    private async Task Told(NotifySpec? own, NotifySpec? theirs = null, bool ofSweeps = false, TimeSpan? longest = null)
    {
        var life = new Life();
        life.Submit(Some.Spec() with { Notify = theirs });
        life.Register("a");
        life.TrainOne("a");
        using var delivery = new Delivery(folder["logs/notify.log"], longest ?? Long);
        using var log = new LoggerConfiguration().WriteTo.Sink(heard).CreateLogger();
        await using var notifier = new Notifier(own, ofSweeps, comesBack: false, delivery, log);
        notifier.Appended([.. life.Events.Select((e, i) => new JournalEntry(i + 1, e))], life.State);
    }

    private sealed class Heard : ILogEventSink
    {
        public List<string> Sentences { get; } = [];

        public void Emit(LogEvent logEvent) => Sentences.Add(logEvent.RenderMessage());
    }
}
