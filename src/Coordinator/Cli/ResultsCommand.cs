using System.CommandLine;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep results</c>: every trial of a sweep as a table, JSON or CSV.</summary>
internal static class ResultsCommand
{
    internal enum Format { Table, Json, Csv }

    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("the one submitted last");
        var sort = new Option<string?>("--sort")
        {
            Description = "Column to sort by, with '-' in front from high to low (default: the objective, best first).",
            HelpName = "[-]column",
        };
        var limit = WholeNumberOption.Of("--limit", "Print the first rows only.", "rows", least: 1, most: int.MaxValue);
        var format = new Option<string?>("--format") { Description = "How to print (default: table; json with --json).", HelpName = "table|json|csv" };
        format.AcceptOnlyFromAmong("table", "json", "csv");
        var command = new Command("results", "Print the trials of a sweep.") { sweep, sort, limit, format };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            var chosen = Chosen(parsed.GetValue(format), terminal.Json);
            var given = parsed.GetValue(sort) is { } text ? TrialOrder.Parse(text) : null;
            await using var answers = await Answers.For(shell, parsed, cancellation);
            var view = await answers.Queries.Sweep(parsed.GetValue(sweep), cancellation);
            var trials = await answers.Queries.Results(view.Name, cancellation);
            var sorted = given?.Sort(trials) ?? Ranked(view, trials);
            Show(terminal, chosen, [.. sorted.Take(parsed.GetValue(limit) ?? int.MaxValue)]);
            return ExitCode.Done;
        });
        return command;
    }

    internal static void Show(Terminal terminal, Format format, IReadOnlyList<TrialRow> trials)
    {
        switch (format)
        {
            case Format.Json:
                terminal.WriteJson(trials);
                break;
            case Format.Csv:
                Csv.Write(terminal.RawOut, [TrialColumn.All.Select(c => c.Name), .. trials.Select(t => TrialColumn.All.Select(c => c.Value(t)))]);
                break;
            default:
                terminal.Out.Write(ResultsTable.Of(trials, terminal.Out.Profile.Width));
                break;
        }
    }

    private static Format Chosen(string? format, bool json) => (format, json) switch
    {
        (null, false) => Format.Table,
        (null or "json", _) => Format.Json,
        (_, true) => throw new BadInputException($"--json and --format {format} contradict each other: leave one of them out."),
        _ => Enum.Parse<Format>(format, ignoreCase: true),
    };

    /// <summary>Best first; of equals the one with fewer epochs, as the winner is chosen.</summary>
    private static IEnumerable<TrialRow> Ranked(SweepView sweep, IEnumerable<TrialRow> trials)
    {
        var objective = sweep.Objective == Objective.ValLoss.Name() ? Objective.ValLoss : Objective.ValAccuracy;
        return TrialOrder.By(objective).Sort(trials.OrderBy(t => t.Epochs));
    }
}
