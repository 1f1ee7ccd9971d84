using System.CommandLine;
using Spectre.Console;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep watch</c>: the status as it changes, until nothing is left to train. Ending it disturbs nobody.</summary>
internal static class WatchCommand
{
    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("all of the home");
        var follow = new Option<bool>("--follow") { Description = "Stay when everything is done, for sweeps that are yet to come." };
        var command = new Command("watch", "Show the status as it changes, until everything is done; then print the winner.")
        {
            sweep, follow
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            using var feed = new StatusFeed(shell, parsed);
            var watch = new HomeWatch(feed, parsed.GetValue(sweep), parsed.GetValue(follow), shell.Clock);
            var watched = await Watched(terminal, watch, shell.Clock, cancellation);
            await using var answers = await HomeAnswers.For(shell, parsed, cancellation);
            return await SessionEnd.Winners(terminal, answers.Queries, [.. watched.Select(winner => winner.Sweep)], cancellation);
        });
        return command;
    }

    private static async Task<IReadOnlyList<BestView>> Watched(
        Terminal terminal, HomeWatch watch, TimeProvider clock, CancellationToken cancellation)
    {
        if (terminal.Quiet)
            return await watch.ToTheEnd(new SilentScreen(terminal.Say), cancellation);
        if (terminal.Json || !terminal.Out.IsLive())
            return await watch.ToTheEnd(new PlainWatchPage(terminal.Json ? terminal.Error : terminal.Out, clock), cancellation);
        using var page = new LiveWatchPage(terminal.Out, clock);
        return await watch.ToTheEnd(page, cancellation);
    }
}
