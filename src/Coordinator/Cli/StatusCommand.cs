using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep status</c>: the sweeps of the home and what is in training.</summary>
internal static class StatusCommand
{
    public static Command Create(Shell shell)
    {
        var command = new Command("status", "Show every sweep, what is in training and which agents are there.");
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            await using var answers = await Answers.For(shell, parsed, cancellation);
            var status = await answers.Queries.Status(cancellation);
            if (terminal.Json)
                terminal.WriteJson(status);
            else
                Show(terminal, status);
            return ExitCode.Done;
        });
        return command;
    }

    internal static void Show(Terminal terminal, StatusView status)
    {
        var width = terminal.Out.Profile.Width;
        terminal.Out.Write(SweepsTable.Of(status.Sweeps, width));
        if (status.Running.Length > 0)
        {
            terminal.Answer("");
            terminal.Out.Write(RunningTable.Of(status.Running, width));
        }
        terminal.Answer("");
        terminal.Answer(status.Live
            ? $"A coordinator is live with {Numbers.Of(status.Agents.Length, "agent")}."
            : "No coordinator is running for this home; `sweep resume` continues what was interrupted.");
    }
}
