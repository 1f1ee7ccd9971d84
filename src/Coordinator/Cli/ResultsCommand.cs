using System.CommandLine;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tables;

namespace Sweep.Coordinator.Cli;

/// <summary>
/// <c>sweep results</c>: the trials of a sweep, or of all; chosen, sorted, grouped. The language: <c>docs/queries.md</c>.
/// </summary>
internal static class ResultsCommand
{
    public static Command Create(Shell shell)
    {
        var sweep = SweepArgument.Optional("the one submitted last");
        var all = new Option<bool>("--all") { Description = "Ask the trials of all sweeps of the home." };
        var removed = new Option<bool>("--removed") { Description = "Ask also trials that a later sweep file took out of the grid." };
        var epochs = new Option<bool>("--epochs")
        {
            Description = "One row for each epoch of the trials' curves instead of one for each trial.",
        };
        var where = Text("--where", "condition", "Which trials, for instance 'lr < 1e-2 and state = completed'.");
        var sort = Text("--sort", "[-]column,…", "Columns to sort by, with '-' in front from high to low (default: best first).");
        var limit = WholeNumberOption.Of("--limit", "Print the first rows only.", "rows", least: 1, most: int.MaxValue);
        var columns = Text("--columns", "column,…", "Columns or calculations to show.");
        var groupBy = Text("--group-by", "column,…", "One row for all trials that agree in these.");
        var aggregates = Text("--agg", "aggregate,…", "What to show of a group, for instance 'mean(valAccuracy),count()'.");
        var command = new Command("results", "Print the trials of a sweep, or answer a question about them.")
        {
            sweep, all, removed, epochs, where, sort, limit, columns, groupBy, aggregates
        };
        var output = new TableOutput(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var brief = output.Format(parsed) == TableFormat.Table;
            var question = new TrialQuestion(parsed.GetValue(sweep))
            {
                All = parsed.GetValue(all),
                Removed = parsed.GetValue(removed),
                Epochs = parsed.GetValue(epochs),
                Where = parsed.GetValue(where),
                Sort = parsed.GetValue(sort),
                Limit = parsed.GetValue(limit),
                Columns = parsed.GetValue(columns),
                GroupBy = parsed.GetValue(groupBy),
                Aggregates = parsed.GetValue(aggregates),
                Brief = brief,
            };
            Check(question);
            await using var answers = await HomeAnswers.ForNothingElse(shell, parsed, cancellation);
            return await output.Write(parsed, shell.TerminalFor(parsed), await answers.Queries.Ask(question, cancellation), cancellation);
        });
        return command;
    }

    /// <summary>What cannot be read is told before anybody is asked.</summary>
    private static void Check(TrialQuestion question)
    {
        if (question is { All: true, Sweep: { } sweep })
            throw new BadInputException($"--all asks all sweeps, and '{sweep}' names one: leave one of them out.");
    }

    private static Option<string?> Text(string name, string what, string description) => new(name)
    {
        Description = description,
        HelpName = what,
    };
}
