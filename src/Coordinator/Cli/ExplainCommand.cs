using System.CommandLine;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep explain NAME</c>: why a sweep, an agent or a trial stands as it does, in one paragraph.</summary>
internal static class ExplainCommand
{
    public static Command Create(Shell shell)
    {
        var name = new Argument<string>("sweep, agent or trial")
        {
            Description = "A sweep, an agent, or a trial by its id or the first characters of it; "
                + $"'{TrialArgument.Best}' is the best seed of the winner.",
        };
        var kind = new Option<string?>("--kind")
        {
            Description = "Which of these it is, where a name could be several: sweep, agent or trial.",
            HelpName = "kind",
        };
        kind.TakesOneOf(ExplanationOf.Kinds);
        var command = new Command("explain", "Tell why something waits, failed or runs where it does, and what would have to change.")
        {
            name, kind
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            var terminal = shell.TerminalFor(parsed);
            await using var answers = await HomeAnswers.ForNothingElse(shell, parsed, cancellation);
            var meant = parsed.GetRequiredValue(name);
            if (meant == TrialArgument.Best)
                meant = TrialArgument.Find(await answers.Queries.Ranking(null, cancellation), meant).Trial.Value;
            var explained = await answers.Queries.Ask(new ExplanationOf(meant, parsed.GetValue(kind)), cancellation);
            if (terminal.Json)
                terminal.WriteJson(explained);
            else
                terminal.Answer(explained.Change is { } change ? $"{explained.Why} {change}" : explained.Why);
            return ExitCode.Done;
        });
        return command;
    }
}
