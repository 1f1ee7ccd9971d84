using System.CommandLine;
using Sweep.Coordinator.Cli.Sessions;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Statistics;

namespace Sweep.Coordinator.Cli;

/// <summary>The trial that a command is about: one by its id, or the best seed of the configuration that won.</summary>
internal static class TrialArgument
{
    public const string Best = "best";

    /// <summary>What an argument that takes a trial says of itself.</summary>
    public const string Description = $"A trial, by its id or the first characters of it; '{Best}' is the best seed of the winner.";

    public static Argument<string> Required() => new("trial") { Description = Description };

    public static Option<string?> Sweep() => new("--sweep")
    {
        Description = "The sweep of the trial (default: the one submitted last).",
        HelpName = "name",
    };

    public static TrialRow Find(SweepRecord record, string text)
    {
        if (text != Best)
            return TrialPrefix.Find(record.Trials, text);
        return record.WinnersTrial()
            ?? throw new BadInputException($"No trial of {record.Spec.Name} has completed yet, so none is best; name a trial by its id, "
                + "or train the sweep with 'sweep resume'.");
    }

    /// <summary>
    /// Says what <c>best</c> meant, where the winner has several seeds and it could be taken for the best single trial. Where stdout is
    /// for a program, it is said beside it.
    /// </summary>
    /// <param name="asked">The trials as they were named.</param>
    public static void Explain(Terminal terminal, SweepRecord record, params IEnumerable<string> asked)
    {
        if (!asked.Contains(Best) || record.Winner() is not { Trials.Length: > 1 } winner)
            return;
        terminal.Tell($"{Best} is {winner.BestSeed.Trial}, the best of {winner.Trials.Length} seeds of the winner (mean "
            + $"{record.Spec.Objective.Metric} {Numbers.Measure(winner.Mean)})");
    }
}
