using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep wait</c>: for scripts, return when a sweep is done, or something else is so, and say which by the exit code.</summary>
internal static class WaitCommand
{
    private sealed record WaitDocument(
        string Sweep, string Until, bool Reached, bool TimedOut, SweepStatus State, TrialCounts Trials, double? Best);

    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("the one submitted last");
        var until = new Option<string?>("--until")
        {
            Description = "What to wait for: 'done' (the default), 'failed' (a trial has failed), or "
                + "the winner's mean, as in 'best > 0.72'.",
            HelpName = "condition",
        };
        until.Completes("done", "failed", "best > ");
        var timeout = DurationOption.Of(
            "--timeout", "Give up after this long, with exit code 124: 90s, 30m, 2h or 1h30m (default: never).");
        var command = new Command("wait", "Return when a sweep is done or something else is so; the exit code says which.")
        {
            sweep, until, timeout
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var condition = parsed.GetValue(until) is { } text ? WaitCondition.Parse(text) : WaitCondition.Done;
            using var feed = new StatusFeed(shell, parsed);
            var wait = new SweepWait(feed, parsed.GetValue(sweep), condition, shell.Clock, terminal.Say);
            using var late = parsed.GetValue(timeout) is { } most ? new CancellationTokenSource(most, shell.Clock) : new();
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
            try
            {
                return End(terminal, condition, await wait.ToTheEnd(either.Token) ? Waited.Reached : Waited.Ended, wait.Seen!);
            }
            catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
            {
                if (wait.Seen is { } seen)
                    return End(terminal, condition, Waited.TimedOut, seen);
                terminal.Say("Nobody has answered for this home in that time.");
                return ExitCode.WaitedTooLong;
            }
        });
        return command;
    }

    private enum Waited { Reached, Ended, TimedOut }

    private static int End(Terminal terminal, WaitCondition until, Waited how, SweepView sweep)
    {
        if (terminal.Json)
            terminal.WriteJson(new WaitDocument(
                sweep.Name, until.Text, how == Waited.Reached, how == Waited.TimedOut, sweep.State, sweep.Trials, sweep.Best.Mean));
        else
            terminal.Answer($"{sweep.Name} {Word(how, until, sweep)}; {CountsText.Of(sweep.Trials)}"
                + (sweep.Best.Mean is { } mean ? $"; best {sweep.Objective} {Numbers.Measure(mean)}" : ""));
        return how switch
        {
            Waited.TimedOut => ExitCode.WaitedTooLong,
            Waited.Ended => sweep.State == SweepStatus.Cancelled ? ExitCode.Cancelled : ExitCode.NotReached,
            _ => until == WaitCondition.Done && sweep.Trials.Failed > 0 ? ExitCode.FailedTrials : ExitCode.Done,
        };
    }

    private static string Word(Waited how, WaitCondition until, SweepView sweep) => how switch
    {
        Waited.TimedOut => $"has not come to '{until.Text}' in that time",
        Waited.Ended when sweep.State == SweepStatus.Cancelled => "was cancelled",
        Waited.Ended => $"has ended without '{until.Text}'",
        _ when until == WaitCondition.Done => "is done",
        _ => $"has come to '{until.Text}'",
    };
}
