using System.Collections.Immutable;
using CsCheck;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Tests;

/// <summary>Trials for tests: a call shows only what matters.</summary>
internal static class SomeTrials
{
    public static TrialRow Completed(
        double lr = 1e-3, int epochs = 1, double weightDecay = 1e-3, int batchSize = 8, long seed = 0,
        double trainLoss = 1.5, double valLoss = 1.5, double valAccuracy = 0.5, int? bestEpoch = null, double? bestEpochValAccuracy = null, double seconds = 1)
    {
        var hyperparameters = new Hyperparameters(lr, epochs, weightDecay, batchSize, seed);
        return new(
            hyperparameters.TrialOf("some"), TrialState.Completed, hyperparameters, trainLoss, valLoss, valAccuracy,
            bestEpoch ?? epochs, bestEpochValAccuracy ?? valAccuracy, seconds, hyperparameters.Shared.RunOf("some"), "box-1", 1)
        { Sweep = "some" };
    }

    public static TrialRow Diverged(double lr = 1e10, int epochs = 1, long seed = 0) =>
        Completed(lr, epochs, seed: seed, trainLoss: double.NaN, valLoss: double.NaN, valAccuracy: 0.1, bestEpoch: 0, bestEpochValAccuracy: double.NaN) with { State = TrialState.Diverged };

    public static TrialRow Pending(double lr = 1e-3, int epochs = 1, long seed = 0) => Completed(lr, epochs, seed: seed) with
    {
        State = TrialState.Pending,
        TrainLoss = null,
        ValLoss = null,
        ValAccuracy = null,
        BestEpoch = null,
        BestEpochValAccuracy = null,
        Seconds = null,
        Agent = null,
        Attempt = 0,
    };

    public static TrialRow Failed(string cause, double lr = 1e-3, int epochs = 1, long seed = 0) =>
        Pending(lr, epochs, seed) with { State = TrialState.Failed, Cause = cause, Attempt = 3 };

    /// <summary>Any double: denormals, both zeros, not-a-number and the infinities included.</summary>
    public static readonly Gen<double> AnyNumber = Gen.OneOf(Gen.Double, Gen.Long.Select(BitConverter.Int64BitsToDouble),
        Gen.OneOf(0, -0.0, double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.Epsilon, 0.1, 1e-4, 1e21, 123456789012345680));

    /// <summary>Any text that UTF-8 can say: quotes, commas, bars and ends of line included.</summary>
    public static readonly Gen<string> AnyText = Gen.OneOf(
        Gen.String[Gen.OneOf(Gen.Char[' ', '~'], Gen.Char['\u00a0', '\ud7ff']), 0, 12],
        Gen.OneOf("", ",", "\"", "a\r\nb", "|", "'", "''", " ", "NaN", "1", "=1+1", "\n", "a\rb"));

    /// <summary>Any row, results and texts being missing at times. Few different hyperparameters, so that groups have several members.</summary>
    public static readonly Gen<TrialRow> Any =
        from state in Gen.Enum<TrialState>()
        from lr in Gen.OneOf(1e-4, 3.1622776601683794E-4, 1e-3, 0.1)
        from epochs in Gen.Int[1, 4]
        from weightDecay in Gen.OneOf(0, 1e-3)
        from seed in Gen.OneOf(Gen.Long[0, 3], Gen.Long)
        from numbers in Gen.Select(AnyNumber, AnyNumber, AnyNumber, AnyNumber, AnyNumber)
        from known in Gen.Bool.Array[5]
        from bestEpoch in Gen.Int[0, 4]
        from agent in AnyText
        from cause in AnyText
        let hyperparameters = new Hyperparameters(lr, epochs, weightDecay, 8, seed)
        select new TrialRow(
            hyperparameters.TrialOf("some"), state, hyperparameters,
            known[0] ? numbers.Item1 : null, known[0] ? numbers.Item2 : null, known[1] ? numbers.Item3 : null, known[1] ? bestEpoch : null, known[1] ? numbers.Item4 : null,
            known[2] ? numbers.Item5 : null, hyperparameters.Shared.RunOf("some"), known[3] ? agent : null, epochs)
        { Sweep = "some", Cause = known[4] ? cause : null };

    public static readonly Gen<ImmutableArray<TrialRow>> Many = Any.Array[0, 40].Select(rows => rows.ToImmutableArray());
}
