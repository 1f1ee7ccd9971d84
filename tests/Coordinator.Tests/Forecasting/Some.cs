using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Tests.Forecasting;

/// <summary>Work and slots by what matters to a test.</summary>
internal static class Some
{
    public static readonly RunKind Kind = KindOf(8);

    public static RunKind KindOf(int batchSize) => new(new(DatasetSpec.Shapes10, 100, 50), new(ModelSpec.Simulated), Precision.Fp32, batchSize);

    public static WorkingSlot Slot(int number, RunInTraining? training = null, bool takesMore = true, string device = "cpu", params string[] barred) =>
        new(Name(number), device, training, takesMore, barred);

    public static SlotName Name(int number) => new("box", number);

    public static WaitingRuns Runs(int epochs, int count = 1, string sweep = "some", RunKind? kind = null) => new(sweep, kind ?? Kind, epochs, count);

    public static MeasuredEpoch Epoch(int slot, double seconds, string device = "cpu", RunKind? kind = null) => new(Name(slot), device, kind ?? Kind, seconds);

    /// <summary>Each slot has trained epochs of always the same length, many enough to leave little doubt.</summary>
    public static PaceBook Steady(params double[] seconds) =>
        new([.. seconds.SelectMany((s, slot) => Enumerable.Repeat(Epoch(slot, s), 1000))], []);
}
