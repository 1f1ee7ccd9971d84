using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Tests;

/// <summary>Trials by what matters to a test.</summary>
internal static class Rows
{
    public static TrialRow Pending(string id = "t1", double lr = 0.001, int epochs = 3, string sweep = "s") =>
        new(new(id), TrialState.Pending, lr, epochs, 1e-3, 8, 0, null, null, null, null, null, null, new($"run-{id}"), null, 0) { Sweep = sweep };

    public static TrialRow Completed(string id, double accuracy, int epochs = 3, double loss = 1.5) => Pending(id, epochs: epochs) with
    {
        State = TrialState.Completed,
        TrainLoss = 1.25,
        ValLoss = loss,
        ValAccuracy = accuracy,
        BestEpoch = 2,
        BestEpochValAccuracy = accuracy,
        Seconds = 12.5,
        Agent = "box",
        Attempt = 1,
    };

    public static TrialRow Diverged(string id, double loss = double.NaN) =>
        Completed(id, 0.1, loss: loss) with { State = TrialState.Diverged, TrainLoss = double.PositiveInfinity, BestEpoch = 0, BestEpochValAccuracy = double.NaN };
}
