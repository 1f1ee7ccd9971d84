using System.Collections.Immutable;
using System.CommandLine;
using Sweep.Coordinator.Cli.Programs;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli;

/// <summary><c>sweep trial ID</c>: one trial with every attempt at it: who tried, how it ended, and why.</summary>
internal static class TrialCommand
{
    private sealed record TrialDocument(ShownTrial Trial, string? Cause, ImmutableArray<Attempt> Attempts);

    public static Command Create(Shell shell)
    {
        var id = new Argument<string>("ID") { Description = TrialArgument.Description };
        var sweep = new Option<string?>("--sweep") { Description = "Its sweep [default: the one submitted last]", HelpName = "name" };
        var command = new Command("trial", "Show one trial with every attempt at it: who tried, how it ended and why") { id, sweep };
        command.SetAction(async (parsed, cancellation) =>
        {
            var asked = await shell.Record(parsed, parsed.GetValue(sweep), cancellation);
            var trial = TrialArgument.Find(asked, parsed.GetRequiredValue(id));
            TrialArgument.Explain(shell.TerminalFor(parsed), asked, parsed.GetRequiredValue(id));
            Show(shell.TerminalFor(parsed), asked, trial,
                [.. asked.Attempts.Where(attempt => attempt.Run == trial.Run).OrderBy(attempt => attempt.Number)]);
            return ExitCode.Done;
        });
        return command;
    }

    private static void Show(Terminal terminal, SweepRecord sweep, TrialRow trial, ImmutableArray<Attempt> attempts)
    {
        if (terminal.Json)
        {
            terminal.WriteJson(new TrialDocument(ShownTrial.Of(trial), trial.Cause, attempts));
            return;
        }
        terminal.Answer($"trial {trial.Trial} of {sweep.Spec.Name}: {trial.State.ToString().ToLowerInvariant()}{Metrics(trial)}");
        terminal.Answer($"  {HyperparametersText.Of(trial.Hyperparameters)}");
        if (sweep.Spec.Program?.Code is { } code)
            terminal.Answer($"  code {code[..12]}{CodeCommand.From(sweep.Spec.Program.Origin)}");
        if (trial.Cause is { } cause)
            terminal.Answer($"failed: {cause}");
        terminal.Answer("");
        terminal.Answer(attempts.Length == 0
            ? $"Nobody has tried it yet; it is trained by run {trial.Run}."
            : $"{Counted.Of(attempts.Length, "attempt")} at run {trial.Run}, which trains "
                + $"{Counted.Of(sweep.Trials.Count(other => other.Run == trial.Run), "trial")}:");
        if (attempts.Length > 0)
            terminal.Out.Write(AttemptsTable.Of(attempts, terminal.Out.Profile.Width));
        foreach (var attempt in attempts.Where(AttemptsTable.HasAStory))
        {
            var (first, rest) = Cropping.FirstLineAndRest(attempt.Detail);
            terminal.Answer("");
            terminal.Answer(FormattableString.Invariant($"attempt {attempt.Number}: {first}"));
            if (rest.Length > 0)
                terminal.Quote(rest);
        }
    }

    /// <summary>The result after the trial's last epoch; nothing while it has none.</summary>
    private static string Metrics(TrialRow trial) => string.Concat(
        SweepMetrics.Names(trial).OrderBy(Place).Select(name => $", {name} {Numbers.Measure(trial.Metric(name))}"));

    /// <summary>What is looked for first stands first.</summary>
    private static int Place(string metric) =>
        metric switch { MetricNames.ValAccuracy => 0, MetricNames.ValLoss => 1, MetricNames.TrainLoss => 2, _ => 3 };
}
