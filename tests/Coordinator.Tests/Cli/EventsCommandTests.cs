using System.Text.Json;
using Serilog.Core;
using Spectre.Console;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Hosting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>The journal in words: of a folder, of a live coordinator, by its address, and followed.</summary>
public sealed class EventsCommandTests : IDisposable
{
    private readonly WrittenHome home = WrittenHome.Interrupted();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task AFolderAndACoordinator_TellTheSame_FromAnyEntryOn()
    {
        var atRest = await Events("--home", home.Home.Folder);
        Assert.Equal(8, atRest.Length);
        Assert.Contains("Run", atRest[^1], StringComparison.Ordinal);
        Assert.Equal(atRest[6..], await Events("--since", "6", "--home", home.Home.Folder));
        Assert.Equal(atRest[6..], await Events("--since", "-2", "--home", home.Home.Folder));
        Assert.Empty(await Events("--since", "99", "--home", home.Home.Folder));

        var ofTheAgent = await Events("--agent", "box-1", "--home", home.Home.Folder);
        Assert.Equal(atRest.Where(line => line.Contains("gent box-1", StringComparison.Ordinal)), ofTheAgent);

        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        Assert.Equal(ofTheAgent[^2..], await Events("--agent", "box-1", "--since", "-2", "--home", home.Home.Folder));
        var live = await Events("--home", home.Home.Folder);
        Assert.Equal(atRest, live[..8]);
        Assert.Contains("The coordinator started", live[8], StringComparison.Ordinal);
        File.WriteAllText(home["token"], host.Token);
        Assert.Equal(live[8..], await Events(
            "--since", "8", "--coordinator", host.Http.ToString(), "--token-file", home["token"], "--ca", Path.Combine(home.Home.Keys, "ca.crt")));
        Assert.Equal(live[^1..], await Events("--since", "-1", "--home", home.Home.Folder));
    }

    [Fact]
    public async Task WhoFollows_HearsWhatHappens_OverARestart_ALineForEachEntry()
    {
        using var output = new HeardWriter();
        using var interruption = new Interruption();
        using var terminal = new CapturedTerminal();
        var shell = new Shell(json => terminal.For(json) with { RawOut = output }, interruption, TimeProvider.System);
        var following = SweepCommandLine.Run(["events", "--follow", "--json", "--since", "-1", "--home", home.Home.Folder], shell);
        await output.Hears("epoch-recorded", following);

        var first = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        await first.Coordinator.Cancel("grid", CancellationToken.None);
        await output.Hears("sweep-cancelled", following);
        await first.DisposeAsync();
        await using var second = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        await second.Coordinator.Resume("grid", CancellationToken.None);
        await output.Hears("sweep-resumed", following);
        interruption.Signal();

        Assert.Equal(ExitCode.Interrupted, await following);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize<EventView>(line, SweepJson.Options)!).ToList();
        Assert.Equal(Enumerable.Range(8, lines.Count).Select(number => (long)number), lines.Select(line => line.Sequence));
    }

    private static async Task<string[]> Events(params string[] more)
    {
        using var interruption = new Interruption();
        using var wide = new StringWriter();
        using var terminal = new CapturedTerminal();
        var console = AnsiConsole.Create(new() { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(wide) });
        console.Profile.Width = 10_000;
        var code = await SweepCommandLine.Run(["events", .. more], new(json => terminal.For(json) with { Out = console }, interruption, TimeProvider.System));
        Assert.Equal((ExitCode.Done, ""), (code, terminal.Error.Output));
        return wide.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
