using System.CommandLine;
using Sweep.Coordinator.Cli.Sessions;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep cancel</c>: train no more of a sweep; what is recorded stays.</summary>
internal static class CancelCommand
{
    private sealed record CancelDocument(string Sweep, string State);

    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Required();
        var command = new Command("cancel", "Train no more of a sweep; results stay, and `resume` continues it.") { sweep };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var name = parsed.GetRequiredValue(sweep);
            await OneOrder.Give(shell, parsed, async coordinator =>
            {
                await coordinator.Cancel(name, cancellation);
                return true;
            }, cancellation);
            if (terminal.Json)
                terminal.WriteJson(new CancelDocument(name, "cancelled"));
            else
                terminal.Answer($"{name} is cancelled; `sweep resume {name}` continues it.");
            return ExitCode.Done;
        });
        return command;
    }
}
