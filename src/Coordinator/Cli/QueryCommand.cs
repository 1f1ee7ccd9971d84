using System.CommandLine;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage.Sql;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep query SQL</c>: LiteDB's own SQL over the results database, read-only.</summary>
internal static class QueryCommand
{
    public static Command Create(Shell shell)
    {
        var sql = new Argument<string>("sql")
        {
            Description = "One SELECT, for instance 'SELECT lr, valAccuracy FROM trials WHERE lr < @0'.",
        };
        var parameters = new Option<string[]>("--param")
        {
            Description = "A value for @0, the next one for @1 and so on; name=value is for @name.",
            HelpName = "value",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("query", "Ask the results database in LiteDB's SQL; nothing can be changed by it.") { sql, parameters };
        var output = new TableOutput(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            output.Format(parsed);
            var question = new SqlQuestion(parsed.GetRequiredValue(sql), [.. parsed.GetValue(parameters)!]);
            SqlText.Check(question);
            await using var answers = await HomeAnswers.ForNothingElse(shell, parsed, cancellation);
            return await output.Write(parsed, shell.TerminalFor(parsed),
                await answers.Queries.Select(question, cancellation), cancellation);
        });
        return command;
    }
}
