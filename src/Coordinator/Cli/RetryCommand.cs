using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep retry --failed</c>: failed trials get a fresh set of attempts.</summary>
internal static class RetryCommand
{
    private sealed record RetryDocument(string Sweep, int Trials);

    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("the one submitted last");
        var failed = new Option<bool>("--failed") { Description = "Try the failed trials again." };
        var command = new Command("retry", "Give failed trials a fresh set of attempts; `resume` trains them.") { sweep, failed };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!parsed.GetValue(failed))
                throw new BadInputException("retry: say what to try again; only failed trials can be, with --failed.");
            var terminal = shell.TerminalFor(parsed);
            var (name, trials) = await CoordinatorOrder.Give(shell, parsed, async coordinator =>
            {
                var view = await coordinator.Sweep(parsed.GetValue(sweep), cancellation);
                return (view.Name, await coordinator.RetryFailed(view.Name, cancellation));
            }, cancellation);
            if (terminal.Json)
                terminal.WriteJson(new RetryDocument(name, trials));
            else
                terminal.Answer(trials == 0
                    ? $"{name} has no failed trials."
                    : $"{Counted.Of(trials, "trial")} of {name} will be tried again; where no coordinator is running, "
                        + $"`sweep resume {name}` trains them.");
            return ExitCode.Done;
        });
        return command;
    }
}
