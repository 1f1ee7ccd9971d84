using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>What is said before training: what the submission found, and what is left to do.</summary>
internal static class Prologue
{
    public static IEnumerable<string> Of(SubmitView submitted)
    {
        if (submitted.RemovedTrials > 0)
            yield return $"{submitted.Sweep}: {Numbers.Of(submitted.RemovedTrials, "trial")} of before no longer in the grid; what is known of them stays in the database.";
        if (submitted.OpenTrials == 0)
            yield return $"sweep {submitted.Sweep} is complete ({Numbers.Of(submitted.Trials, "trial")}): nothing to train";
        else if (submitted.OpenTrials < submitted.Trials)
            yield return $"{submitted.Sweep}: {Numbers.Of(submitted.Trials, "trial")}, {Numbers.Count(submitted.Trials - submitted.OpenTrials)} done before; {Numbers.Of(submitted.EpochsToTrain, "epoch")} to train";
        else
            yield return $"{submitted.Sweep}: {Numbers.Of(submitted.Trials, "trial")}, {Numbers.Of(submitted.EpochsToTrain, "epoch")} to train";
    }
}
