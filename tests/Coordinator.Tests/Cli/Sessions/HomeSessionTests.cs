using Serilog.Core;
using Spectre.Console;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Sessions;

/// <summary>A <c>run</c> whose coordinator goes: it waits for that one, or takes its place, and is one run for the person.</summary>
public sealed class HomeSessionTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly WrittenHome home = WrittenHome.Interrupted();
    private readonly Interruption interruption = new();
    private readonly HeardWriter output = new();
    private readonly HeardWriter errors = new();

    [Fact]
    public async Task ACoordinatorThatIsRestarted_IsWaitedFor()
    {
        var first = await CoordinatorHost.Start(new(home.Home) { ComesBack = true }, Logger.None, None);
        var running = Run("run", home.SweepPath, "--no-agent");
        await output.Hears("grid: 6 trials, 1 done before", running);

        await first.DisposeAsync();
        await errors.Hears("The coordinator has gone; this goes on when it is back.", running);
        await using var second = await CoordinatorHost.Start(new(home.Home) { ComesBack = true }, Logger.None, None);
        await second.Coordinator.Cancel("grid", None);

        Assert.Equal(ExitCode.Cancelled, await running);
        Assert.Contains("best of grid", output.ToString(), StringComparison.Ordinal);
        Assert.Single(Occurrences("done before"));
    }

    [Fact]
    public async Task ANamedCoordinatorThatIsRestarted_IsWaitedFor_AtItsAddress()
    {
        var first = await AtAPortOfItsOwn();
        var running = Run("run", home.SweepPath, "--coordinator", first.Http.ToString(), "--ca", Path.Combine(home.Home.Keys, "ca.crt"), "--token", first.Token);
        await output.Hears("grid: 6 trials, 1 done before", running);

        await first.DisposeAsync();
        await errors.Hears("The coordinator has gone", running);
        await using var second = await CoordinatorHost.Start(new(home.Home) { HttpPort = first.Http.Port }, Logger.None, None);
        await second.Coordinator.Cancel("grid", None);

        Assert.Equal(ExitCode.Cancelled, await running);
    }

    [Fact]
    public async Task AnotherCoordinator_AtTheAddressOfANamedOne_IsSaidToBeAnother()
    {
        var first = await AtAPortOfItsOwn();
        var running = Run("run", home.SweepPath, "--coordinator", first.Http.ToString(), "--ca", Path.Combine(home.Home.Keys, "ca.crt"), "--token", first.Token);
        await output.Hears("grid: 6 trials, 1 done before", running);

        await first.DisposeAsync();
        await errors.Hears("The coordinator has gone", running);
        using var elsewhere = WrittenHome.Complete();
        await using var other = await CoordinatorHost.Start(new(elsewhere.Home) { HttpPort = first.Http.Port }, Logger.None, None);

        Assert.Equal(ExitCode.NoCoordinator, await running);
        Assert.Contains(
            $"What answers at {other.Http} does not have the keys of the coordinator that is meant, so nothing was sent to it",
            errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACoordinatorThatEndsWithItsOwnSweep_IsReplacedByTheRunThatIsLeft()
    {
        var first = await CoordinatorHost.Start(new(home.Home), Logger.None, None);
        var running = Run("run", home.SweepPath, "--no-agent");
        await output.Hears("grid: 6 trials, 1 done before", running);

        await first.DisposeAsync();
        await errors.Hears("this goes on in its place", running);
        using var coordinator = new HttpCoordinator(await Found(running));
        await coordinator.Cancel("grid", None);

        Assert.Equal(ExitCode.Cancelled, await running);
        Assert.Single(Occurrences("done before"));
        HomeLock.Take(home.Home).Dispose();
    }

    [Fact]
    public async Task OrdersAndQuestionsAtOnce_WaitForEachOther()
    {
        string[][] orders = [["cancel", "grid"], ["retry", "--failed"], ["resume", "nothing"], ["status"], ["best"], ["agents"], ["cancel", "grid"], ["results"]];

        var ran = await Task.WhenAll(orders.Select(order => CommandLine.Sweep([.. order, "--home", home.Home.Folder])));

        Assert.Equal([0, 0, 2, 0, 0, 0, 0, 0], ran.Select(one => one.ExitCode));
    }

    [Fact]
    public async Task AnInterruptedWait_IsInterrupted()
    {
        var first = await CoordinatorHost.Start(new(home.Home) { ComesBack = true }, Logger.None, None);
        var running = Run("run", home.SweepPath, "--no-agent");
        await output.Hears("grid: 6 trials, 1 done before", running);
        await first.DisposeAsync();
        await errors.Hears("The coordinator has gone", running);

        interruption.Signal();

        Assert.Equal(ExitCode.Interrupted, await running);
    }

    public void Dispose()
    {
        interruption.Dispose();
        output.Dispose();
        errors.Dispose();
        home.Dispose();
    }

    /// <summary>No other coordinator looks for it by itself: when this one has ended, it is free.</summary>
    private Task<CoordinatorHost> AtAPortOfItsOwn() => CoordinatorHost.Start(new(home.Home) { HttpPort = 0 }, Logger.None, None);

    private Task<int> Run(params string[] arguments) => SweepCommandLine.Run(
        [.. arguments, "--home", home.Home.Folder],
        new Shell(json => new(Plain(output), Plain(errors), output, json), interruption, TimeProvider.System));

    private async Task<CoordinatorAddress> Found(Task running)
    {
        while (true)
        {
            if (await CoordinatorFile.FindLive(home.Home, None) is { } address)
                return address;
            Assert.False(running.IsCompleted, errors.ToString());
#pragma warning disable RS0030 // A file of another process tells nobody.
            await Task.Delay(20);
#pragma warning restore RS0030
        }
    }

    private IEnumerable<string> Occurrences(string words) => output.ToString().Split('\n').Where(line => line.Contains(words, StringComparison.Ordinal));

    private static IAnsiConsole Plain(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Interactive = InteractionSupport.No, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 1000;
        return console;
    }
}
