using CsCheck;
using Sweep.Coordinator.Forecasting;

namespace Sweep.Coordinator.Tests.Forecasting;

public class ListSchedulingTests
{
    private static readonly Gen<((double Free, double Seconds)[] Slots, int Count)> AnyWork = Work(Gen.Double[0, 100], Gen.Double[0.1, 20]);

    /// <summary>Whole sixteenths, whose sums are exact: slots that are free at the same time are so however they came there.</summary>
    private static readonly Gen<((double Free, double Seconds)[] Slots, int Count)> ExactWork =
        Work(Gen.Int[0, 1600].Select(sixteenths => sixteenths / 16.0), Gen.Int[2, 320].Select(sixteenths => sixteenths / 16.0));

    [Fact]
    public void DealingManyAtOnce_IsDealingOneByOne() => ExactWork.Sample((slots, count) =>
    {
        double[] free = [.. slots.Select(s => s.Free)], seconds = [.. slots.Select(s => s.Seconds)];
        var (plainly, last) = OneByOne(free, seconds, count);

        Assert.Equal(last, ListScheduling.Deal(free, seconds, count));
        Assert.Equal(plainly, free);
    });

    [Fact]
    public void EachRunGoes_ToASlotThatIsFreeFirst() => AnyWork.Sample((slots, count) =>
    {
        double[] free = [.. slots.Select(s => s.Free)], seconds = [.. slots.Select(s => s.Seconds)];

        var last = ListScheduling.Deal(free, seconds, count);

        var runs = slots.Zip(free, (slot, end) => (int)Math.Round((end - slot.Free) / slot.Seconds)).ToArray();
        Assert.Equal(count, runs.Sum());
        Assert.All(Enumerable.Range(0, free.Length).Where(i => runs[i] > 0), i =>
        {
            Assert.Equal(slots[i].Free + (runs[i] * seconds[i]), free[i], 1e-6);
            Assert.True(free[i] - seconds[i] <= free.Min() + 1e-6);
            Assert.True(free[i] <= last);
        });
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

    private static Gen<((double Free, double Seconds)[] Slots, int Count)> Work(Gen<double> free, Gen<double> seconds) =>
        Gen.Select(Gen.Select(free, seconds).Array[1, 8], Gen.OneOf(Gen.Int[0, 12], Gen.Int[0, 300]));

    private static (double[] Free, double Last) OneByOne(double[] before, double[] seconds, int count)
    {
        var (free, last) = ((double[])before.Clone(), 0.0);
        for (var i = 0; i < count; i++)
        {
            var first = Array.IndexOf(free, free.Min());
            last = Math.Max(last, free[first] += seconds[first]);
        }
        return (free, last);
    }
}
