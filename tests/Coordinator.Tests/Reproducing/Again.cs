using CsCheck;
using Sweep.Coordinator.Reproducing;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Tests.Reproducing;

/// <summary>Recorded and repeated epochs, of which a test says only what matters to it.</summary>
internal static class Again
{
    public static readonly Provenance Here = new(new string('a', 64), "cpu", "a processor", "2.10.0", "0.1.0+abc", Precision.Fp32, "");

    public static RecordedEpoch Recorded(int epoch, double loss = 1, double accuracy = 0.5, string agent = "box-1", Provenance? provenance = null, string? checkpoint = null) =>
        new(new(epoch, loss, loss, accuracy, 9), agent, provenance ?? Here, checkpoint);

    public static RepeatedEpoch Repeated(int epoch, double loss = 1, double accuracy = 0.5, string? checkpoint = null) => new(new(epoch, loss, loss, accuracy, 1), checkpoint);

    /// <summary>Curves with everything in them that a curve can have: also losses that are not finite.</summary>
    public static readonly Gen<EpochMetrics[]> Curves =
        Gen.Select(Losses, Losses, Gen.Double[0, 1], (train, validation, accuracy) => new EpochMetrics(0, train, validation, accuracy, 1))
            .Array[1, 12].Select(epochs => epochs.Select((metrics, i) => metrics with { Epoch = i + 1 }).ToArray());

    private static Gen<double> Losses => Gen.Frequency((20, Gen.Double[1e-6, 1e6]), (1, Gen.OneOf(Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(double.NegativeInfinity))));
}
