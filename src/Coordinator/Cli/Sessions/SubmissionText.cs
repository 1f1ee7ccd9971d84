using Sweep.Coordinator.Cli.Rendering;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>What is said before training: what the submission found, and what is left to do.</summary>
internal static class SubmissionText
{
    /// <param name="program">The version of this program; null where it does not matter.</param>
    public static IEnumerable<string> Of(SubmitView submitted, string? program = null)
    {
        if (Changed(submitted))
            yield return Change(submitted);
        if (submitted.WasCancelled)
            yield return $"{submitted.Sweep} was cancelled; it goes on.";
        if (submitted.OpenTrials == 0)
            yield return $"sweep {submitted.Sweep} is complete ({Counted.Of(submitted.Trials, "trial")}): nothing to train";
        else if (submitted.OpenTrials < submitted.Trials)
            yield return $"{submitted.Sweep}: {Counted.Of(submitted.Trials, "trial")}, "
                + $"{Counted.Of(submitted.Trials - submitted.OpenTrials)} done before; "
                + $"{Counted.Of(submitted.EpochsToTrain, "epoch")} to train";
        else
            yield return $"{submitted.Sweep}: {Counted.Of(submitted.Trials, "trial")}, "
                + $"{Counted.Of(submitted.EpochsToTrain, "epoch")} to train";
        if (OtherProgram(submitted, program) is { } other)
            yield return other;
    }

    /// <summary>
    /// What is said where a sweep goes on with another program than the one that trained it so far; null where it is the same.
    /// </summary>
    public static string? OtherProgram(SubmitView submitted, string? program) =>
        program is null || submitted.TrainedBy is null || submitted.TrainedBy == program ? null :
            $"{submitted.Sweep} was trained by sweep {submitted.TrainedBy} so far, and this is {program}; `sweep reproduce best` tells "
                + "whether results are still the same to the last bit.";

    /// <summary>Whether the sweep was known before with another grid. Of a new sweep every trial is new and none removed.</summary>
    private static bool Changed(SubmitView submitted) =>
        submitted.RemovedTrials > 0 || (submitted.NewTrials > 0 && submitted.NewTrials < submitted.Trials);

    private static string Change(SubmitView submitted)
    {
        var kept = submitted.Trials - submitted.NewTrials;
        var change = $"{submitted.Sweep}: the grid has changed: {Counted.Of(submitted.NewTrials, "trial")} added, {Counted.Of(kept)} "
            + $"kept, {Counted.Of(submitted.RemovedTrials)} removed";
        return submitted.RemovedTrials > 0 ? $"{change}; what is known of the removed ones stays in the database." : $"{change}.";
    }
}
