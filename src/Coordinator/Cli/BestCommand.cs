using System.CommandLine;
using System.Net;
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
            await using var answers = await HomeAnswers.ForNothingElse(shell, parsed, cancellation);
            var (terminal, name) = (shell.TerminalFor(parsed), parsed.GetValue(sweep));
            if (terminal.Json)
                terminal.WriteJson(BestDocument.Of(Leaderboards.Best(await answers.Queries.Ranking(name, cancellation))));
            else
                Show(terminal, await Page(answers.Queries, name, cancellation));
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
        Show(terminal, BestPage.Of(report));
    }

    private static void Show(Terminal terminal, BestPage page)
    {
        foreach (var line in page.Lines.Append($"  {CountsText.Of(page.Trials)}"))
            terminal.Answer(line);
        terminal.Out.Write(new TrimmedLines(BestPageView.Details(page)));
    }

    /// <summary>A coordinator of an earlier version makes no page, but tells what one is made from.</summary>
    private static async Task<BestPage> Page(IQueries queries, string? sweep, CancellationToken cancellation)
    {
        try
        {
            return await queries.Ask(new BestPageOf(sweep), cancellation);
        }
        catch (HttpRequestException missing) when (missing.StatusCode == HttpStatusCode.NotFound)
        {
            return BestPage.Of(Leaderboards.Best(await queries.Ranking(sweep, cancellation)));
        }
    }
}
