using System.CommandLine;
using System.Globalization;
using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep logs TRIAL</c>: what the program of a trial printed, or the trainer of a built-in model.</summary>
internal static class LogsCommand
{
    public static Command Create(Shell shell)
    {
        var trial = TrialArgument.Required();
        var sweep = TrialArgument.Sweep();
        var attempt = new Option<int?>("--attempt")
        {
            Description = "The attempt at its run, as 'sweep trial' numbers them (default: the latest).",
            HelpName = "number",
        };
        var follow = new Option<bool>("--follow", "-f") { Description = "Stay until the attempt is over, and print what comes." };
        var command = new Command("logs", "Print what the program of a trial printed, or the trainer of a built-in model.")
        {
            trial, sweep, attempt, follow,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var answers = await HomeAnswers.ForNothingElse(shell, parsed, cancellation);
            var printing = new Printing(
                answers.Queries, shell.TerminalFor(parsed), parsed.GetValue(sweep), parsed.GetRequiredValue(trial),
                parsed.GetValue(attempt));
            var lease = await printing.Find(cancellation);
            if (!await printing.Rest(lease, cancellation) && !parsed.GetValue(follow))
                shell.TerminalFor(parsed).Say("Nothing was printed, or nothing of it is kept here.");
            while (parsed.GetValue(follow) && await printing.IsAtWork(lease, cancellation))
            {
                await Task.Delay(HomeWatch.Interval, shell.Clock, cancellation);
                await printing.Rest(lease, cancellation);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private sealed class Printing(IQueries queries, Terminal terminal, string? sweep, string trial, int? number)
    {
        private string? after;

        /// <exception cref="BadInputException">There is no such trial or attempt.</exception>
        public async Task<LeaseId> Find(CancellationToken cancellation)
        {
            var record = await queries.Record(sweep, cancellation);
            var row = TrialArgument.Find(record, trial);
            TrialArgument.Explain(terminal, record, trial);
            var attempts = record.Attempts.Where(attempt => attempt.Run == row.Run).OrderBy(attempt => attempt.Number).ToList();
            if (attempts.Count == 0)
                throw new BadInputException($"Nobody has tried trial {row.Trial} yet, so nothing was printed: see 'sweep status'.");
            return (number is null ? attempts[^1] : attempts.Find(attempt => attempt.Number == number))?.Lease
                ?? throw new BadInputException(FormattableString.Invariant(
                    $"--attempt {number}: trial {row.Trial} has {Counted.Of(attempts.Count, "attempt")}, ")
                    + FormattableString.Invariant($"numbered from {attempts[0].Number} to {attempts[^1].Number}."));
        }

        public async Task<bool> IsAtWork(LeaseId lease, CancellationToken cancellation) =>
            (await queries.Record(sweep, cancellation)).Attempts.FirstOrDefault(attempt => attempt.Lease == lease) is { EndedAt: null };

        /// <returns>Whether there was any.</returns>
        public async Task<bool> Rest(LeaseId lease, CancellationToken cancellation)
        {
            var any = false;
            while (await queries.Ask(new LogOf(lease.ToString(), after), cancellation) is { Text: { Length: > 0 } text } part)
            {
                await terminal.RawOut.WriteAsync(VisibleText.Lines(text));
                (after, any) = (part.Next.ToString(CultureInfo.InvariantCulture), true);
            }
            await terminal.RawOut.FlushAsync(cancellation);
            return any;
        }
    }
}
