using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep status</c>: the sweeps of the home, what is in training, when it will be done and what went wrong.</summary>
internal static class StatusCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("status", "Show every sweep, when it will be done, what is in training and what went wrong.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            await using var answers = await HomeAnswers.ForNothingElse(shell, parsed, cancellation);
            var status = await answers.Queries.Status(cancellation);
            if (terminal.Json)
                terminal.WriteJson(ShownStatus.Of(status));
            else
                terminal.Out.Write(StatusPage.Of(status, terminal.Out.Profile.Width, wrap: terminal.Out.Profile.Out.IsTerminal));
            return ExitCode.Done;
        });
        return command;
    }
}
