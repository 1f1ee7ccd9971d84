using Serilog.Core;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Hosting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>What a script learns from the exit code, over homes and real coordinators.</summary>
public sealed class WaitCommandTests : IDisposable
{
    private readonly WrittenHome interrupted = WrittenHome.Interrupted();

    [Fact]
    public async Task OfACompleteHome_ItEndsAtOnce_WithTheCodeOfWhatWasAsked()
    {
        using var home = WrittenHome.Complete();
        Task<Ran> Wait(params string[] more) => CommandLine.Sweep(["wait", "--home", home.Home.Folder, .. more]);

        const string counts = "6 trials: 4 completed, 2 diverged; best valAccuracy 0.7500\n";
        Assert.Equal(new Ran(ExitCode.Done, $"grid is done; {counts}", ""), await Wait());
        Assert.Equal(new Ran(ExitCode.Done, $"grid has come to 'best > 0.7'; {counts}", ""), await Wait("grid", "--until", "best > 0.7"));
        Assert.Equal(new Ran(ExitCode.NotReached, $"grid has ended without 'best > 0.8'; {counts}", ""), await Wait("--until", "best > 0.8"));
        Assert.Equal(new Ran(ExitCode.NotReached, $"grid has ended without 'failed'; {counts}", ""), await Wait("--until", "failed"));
        Assert.Equal(new Ran(ExitCode.BadInput, "", "There is no sweep 'gird' in this home: it has 'grid'.\n"), await Wait("gird"));
    }

    [Fact]
    public async Task WithoutACoordinator_ItWaits_AndGivesUpInTime()
    {
        var ran = await CommandLine.Sweep("wait", "--timeout", "1s", "--home", interrupted.Home.Folder);

        Assert.Equal(
            new Ran(ExitCode.WaitedTooLong,
                "grid has not come to 'done' in that time; 6 trials: 1 completed, 5 pending; best valAccuracy 0.2500\n",
                "Waiting for a coordinator: `sweep resume` starts one.\n"),
            ran);
    }

    [Fact]
    public async Task OverTheCoordinatorsRestart_ItGoesOn_AndEndsWithTheSweep()
    {
        using var error = new HeardWriter();
        using var interruption = new Interruption();
        using var terminal = new CapturedTerminal();
        var shell = new Shell(json => terminal.For(json) with { Error = Plain(error) }, interruption, TimeProvider.System);
        var first = await CoordinatorHost.Start(new(interrupted.Home), Logger.None, CancellationToken.None);
        var waiting = SweepCommandLine.Run(["wait", "grid", "--home", interrupted.Home.Folder], shell);

        await first.DisposeAsync();
        await error.Hears("Waiting for", waiting);
        await using var second = await CoordinatorHost.Start(new(interrupted.Home), Logger.None, CancellationToken.None);
        await second.Coordinator.Cancel("grid", CancellationToken.None);

        Assert.Equal(ExitCode.Cancelled, await waiting);
        Assert.StartsWith("grid was cancelled; ", terminal.Out.Output, StringComparison.Ordinal);
    }

    public void Dispose() => interrupted.Dispose();

    private static Spectre.Console.IAnsiConsole Plain(TextWriter writer) => Spectre.Console.AnsiConsole.Create(new()
    {
        Ansi = Spectre.Console.AnsiSupport.No,
        Interactive = Spectre.Console.InteractionSupport.No,
        Out = new Spectre.Console.AnsiConsoleOutput(writer),
    });
}
