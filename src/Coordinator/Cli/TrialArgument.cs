using System.CommandLine;
using Sweep.Coordinator.Reporting;
using Sweep.Coordinator.Reporting.Statistics;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli;

/// <summary>The trial that a command is about: the winner, or one by its id.</summary>
internal static class TrialArgument
{
    public const string Best = "best";

    public static Argument<string> Required() => new("trial") { Description = $"A trial, by its id or the first characters of it; '{Best}' is the winner." };

    public static Option<string?> Sweep() => new("--sweep") { Description = "The sweep of the trial (default: the one submitted last).", HelpName = "name" };

    public static TrialRow Find(SweepRecord record, string text)
    {
        if (text != Best)
            return TrialPrefix.Find(record.Trials, text);
        return record.View.Best.Trial is { } winner
            ? record.Trials.Single(trial => trial.Trial == winner)
            : throw new BadInputException($"No trial of {record.Spec.Name} has completed yet, so none is best; name a trial by its id, or train the sweep with 'sweep resume'.");
    }
}
