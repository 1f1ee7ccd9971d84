using System.CommandLine;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep cancel</c>: train no more of a sweep; what is recorded stays.</summary>
internal static class CancelCommand
{
    private sealed record CancelDocument(string Sweep, SweepStatus State);

    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Required();
        var command = new Command("cancel", "Train no more of a sweep; results stay, and `resume` continues it.") { sweep };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var name = parsed.GetRequiredValue(sweep);
            var complete = await CoordinatorOrder.Give(shell, parsed, async coordinator =>
            {
                if ((await coordinator.Status(cancellation)).Sweeps.Any(known => known.Name == name && known.State == SweepStatus.Complete))
                    return true;
                await coordinator.Cancel(name, cancellation);
                return false;
            }, cancellation);
            if (terminal.Json)
                terminal.WriteJson(new CancelDocument(name, complete ? SweepStatus.Complete : SweepStatus.Cancelled));
            else
                terminal.Answer(complete
                    ? $"{name} is complete: nothing is left to cancel."
                    : $"{name} is cancelled; `sweep resume {name}` continues it.");
            return ExitCode.Done;
        });
        return command;
    }
}
