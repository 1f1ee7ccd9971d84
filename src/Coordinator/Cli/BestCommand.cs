using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;
using Sweep.Reporting.Tables;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep best</c>: the configuration that won so far, how sure that is, and where to look next.</summary>
internal static class BestCommand
{
    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("the one submitted last");
        var command = new Command("best", "Print the best configuration of a sweep, and all that are as good as it.") { sweep };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var answers = await HomeAnswers.For(shell, parsed, cancellation);
            Show(shell.TerminalFor(parsed), Leaderboards.Best(await answers.Queries.Ranking(parsed.GetValue(sweep), cancellation)));
            return ExitCode.Done;
        });
        return command;
    }

    internal static void Show(Terminal terminal, BestReport report)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(BestDocument.Of(report));
            return;
        }
        foreach (var line in BestReportView.Lines(report).Append($"  {CountsText.Of(report.Best.Trials)}"))
            terminal.Answer(line);
        terminal.Out.Write(new TrimmedLines(BestReportView.Details(report)));
    }
}
