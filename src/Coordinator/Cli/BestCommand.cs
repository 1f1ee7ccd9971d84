using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep best</c>: the configuration that won so far.</summary>
internal static class BestCommand
{
    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("the one submitted last");
        var command = new Command("best", "Print the best trial of a sweep.") { sweep };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var answers = await Answers.For(shell, parsed, cancellation);
            Show(shell.TerminalFor(parsed), await answers.Queries.Best(parsed.GetValue(sweep), cancellation));
            return ExitCode.Done;
        });
        return command;
    }

    internal static void Show(Terminal terminal, BestView best)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(best);
            return;
        }
        foreach (var line in BestText.Of(best))
            terminal.Answer(line);
    }
}
