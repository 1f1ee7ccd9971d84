using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Tests;

/// <summary>Trials by what matters to a test.</summary>
internal static class Rows
{
    public static TrialRow Pending(string id = "t1", double lr = 0.001, int epochs = 3, string sweep = "s") =>
        new(new(id), TrialState.Pending, new(lr, epochs, 1e-3, 8, 0), null, null, null, null, null, null, new($"run-{id}"), null, 0) { Sweep = sweep };

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

    public static TrialRow With(this TrialRow row, string name, double number) => row.With(name, ParameterValue.Of(number));
    public static TrialRow With(this TrialRow row, string name, long whole) => row.With(name, ParameterValue.Of(whole));
    public static TrialRow With(this TrialRow row, string name, string text) => row.With(name, ParameterValue.Of(text));

    private static TrialRow With(this TrialRow row, string name, ParameterValue value) =>
        row with { Hyperparameters = row.Hyperparameters.With(name, value) };
}
