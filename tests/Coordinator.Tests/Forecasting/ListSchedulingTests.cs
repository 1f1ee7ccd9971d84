using CsCheck;
using Sweep.Coordinator.Forecasting;

namespace Sweep.Coordinator.Tests.Forecasting;

public class ListSchedulingTests
{
    private static readonly Gen<((double Free, double Seconds)[] Slots, int Count)> AnyWork =
        Gen.Select(Gen.Select(Gen.Double[0, 100], Gen.Double[0.1, 20]).Array[1, 8], Gen.OneOf(Gen.Int[0, 12], Gen.Int[0, 300]));

    /// <summary>
    /// Each run goes to the slot that is free first: so what each slot took last began when no slot was free before. Slots that are free
    /// at the same moment but for rounding may take each other's run; nothing else is left open.
    /// </summary>
    [Fact]
    public void DealingManyAtOnce_IsDealingOneByOne() => AnyWork.Sample((slots, count) =>
    {
        double[] free = [.. slots.Select(s => s.Free)], seconds = [.. slots.Select(s => s.Seconds)];

        var last = ListScheduling.Deal(free, seconds, count);

        var taken = slots.Select((slot, i) => (free[i] - slot.Free) / slot.Seconds).ToArray();
        Assert.All(taken, runs => Assert.Equal(Math.Round(runs), runs, 1e-6));
        Assert.Equal(count, taken.Sum(Math.Round));
        var busy = Enumerable.Range(0, slots.Length).Where(i => taken[i] > 0.5).ToList();
        Assert.All(busy, i => Assert.InRange(free[i] - seconds[i], double.NegativeInfinity, free.Min() + 1e-6));
        Assert.Equal(busy.Select(i => free[i]).DefaultIfEmpty(0).Max(), last, 1e-6);
    });

    [Fact]
    public void AMillionRuns_AreDealtAtOnce()
    {
        double[] free = [0, 50];

        Assert.Equal((1_000_000 + (50 / 2.0)) / 1.5, ListScheduling.Deal(free, [1, 2], 1_000_000), 2.0);
    }

    /// <summary>Seconds of which the sum of a few is all that a double can tell apart, on as many slots as an agent may have, twice.</summary>
    [Fact]
    public void SecondsWithoutMeasure_CostNoTime()
    {
        var seconds = Enumerable.Range(0, 2048).Select(i => i % 3 == 0 ? 1e13 : i % 3 == 1 ? 1e-3 : 1e300).ToArray();

        Assert.True(ListScheduling.Deal(new double[2048], seconds, 1_000_000) > 0);
    }

    [Fact]
    public void WhereNoSlotTakesAny_ItNeverEnds() => Assert.Equal(double.PositiveInfinity, ListScheduling.Deal([double.PositiveInfinity], [1], 3));
}
