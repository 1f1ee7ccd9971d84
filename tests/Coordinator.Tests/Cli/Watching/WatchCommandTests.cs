using System.Text.RegularExpressions;
using Serilog.Core;
using Spectre.Console;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Hosting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Watching;

/// <summary>A watch that is piped, over real coordinators.</summary>
public sealed class WatchCommandTests : IDisposable
{
    private readonly WrittenHome interrupted = WrittenHome.Interrupted();

    [Fact]
    public async Task OfACompleteHome_ItPrintsTheWinner_AndEnds()
    {
        using var home = WrittenHome.Complete();

        var ran = await CommandLine.Sweep("watch", "--home", home.Home.Folder);

        Assert.Equal((ExitCode.Done, ""), (ran.ExitCode, ran.Error));
        Assert.StartsWith("best of grid: valAccuracy 0.7500 after epoch 3\n", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OverTheCoordinatorsRestart_ItWaits_GoesOn_AndEndsWithTheSweep()
    {
        using var output = new HeardWriter();
        using var interruption = new Interruption();
        using var terminal = new CapturedTerminal();
        var shell = new Shell(json => terminal.For(json) with { Out = Plain(output), RawOut = output }, interruption, TimeProvider.System);
        var first = await CoordinatorHost.Start(new(interrupted.Home), Logger.None, CancellationToken.None);
        var watching = SweepCommandLine.Run(["watch", "--home", interrupted.Home.Folder], shell);
        await output.Hears("grid: 1/6 trials", watching);

        await first.DisposeAsync();
        await output.Hears("Waiting for the coordinator of this home.", watching);
        await using var second = await CoordinatorHost.Start(new(interrupted.Home), Logger.None, CancellationToken.None);
        await second.Coordinator.Cancel("grid", CancellationToken.None);

        Assert.Equal(ExitCode.Cancelled, await watching);
        Assert.Matches(new Regex("best of grid: valAccuracy 0.2500 after epoch 1\n.*cancelled\n  95 % interval .*$", RegexOptions.Singleline), output.ToString());
    }

    [Fact]
    public async Task WithoutACoordinator_ItWaits_UntilInterrupted_AndKeepsNobodyFromTheHome()
    {
        using var output = new HeardWriter();
        using var interruption = new Interruption();
        using var terminal = new CapturedTerminal();
        var shell = new Shell(json => terminal.For(json) with { Out = Plain(output), RawOut = output }, interruption, TimeProvider.System);
        var watching = SweepCommandLine.Run(["watch", "--home", interrupted.Home.Folder], shell);
        await output.Hears("Waiting for a coordinator: `sweep resume` starts one.", watching);

        await (await CoordinatorHost.Start(new(interrupted.Home), Logger.None, CancellationToken.None)).DisposeAsync();
        interruption.Signal();

        Assert.Equal(ExitCode.Interrupted, await watching);
    }

    [Fact]
    public async Task AnUnknownSweep_AndAnAddressWhereNobodyIs_EndItAtOnce()
    {
        Assert.Equal(
            new Ran(ExitCode.BadInput, "", "There is no sweep 'gird' in this home: it has 'grid'.\n"),
            await CommandLine.Sweep("watch", "gird", "--home", interrupted.Home.Folder));
        Assert.Equal(ExitCode.NoCoordinator, (await CommandLine.Sweep("watch", "--coordinator", "https://127.0.0.1:9/", "--token", "x", "--ca", new string('0', 64))).ExitCode);
    }

    public void Dispose() => interrupted.Dispose();

    private static IAnsiConsole Plain(TextWriter writer) =>
        AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
}
