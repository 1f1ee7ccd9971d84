using CsCheck;
using Sweep.Coordinator.Forecasting;

namespace Sweep.Coordinator.Tests.Forecasting;

public class PaceTests
{
    [Fact]
    public void OfNothing_ThereIsNone() => Assert.Null(Pace.Of([]));

    [Fact]
    public void OneMeasurement_SaysHalfToDouble() => Assert.Equal(new(5, 10, 20, 1), Pace.Of([10]));

    [Fact]
    public void Many_GiveTheirDecilesAndTheirMean()
    {
        var pace = Pace.Of(Enumerable.Range(0, 1001).Select(i => i / 1000.0))!;

        Assert.Equal((0.1, 0.5, 0.9), (Math.Round(pace.Fast, 2), Math.Round(pace.Usual, 2), Math.Round(pace.Slow, 2)));
    }

    [Fact]
    public void Fast_IsNeverAboveUsual_NorUsualAboveSlow() => Gen.Double[0, 1e6].List[1, 40].Sample(seconds =>
    {
        var pace = Pace.Of(seconds)!;
        Assert.True(pace.Fast <= pace.Usual && pace.Usual <= pace.Slow, pace.ToString());
    });

    [Fact]
    public void ASlotThatTrainedNothing_Borrows_FromTheNearest()
    {
        var book = new PaceBook([Some.Epoch(0, 10, "gpu"), Some.Epoch(1, 20, "cpu"), Some.Epoch(1, 30, "cpu", Some.KindOf(64))], []);

        Assert.Equal(10, book.EpochOn(Some.Name(0), "gpu", Some.Kind)!.Usual);
        Assert.False(book.IsBorrowed(Some.Name(0), "gpu", Some.Kind));
        Assert.Equal(10, book.EpochOn(Some.Name(2), "gpu", Some.Kind)!.Usual);
        Assert.True(book.IsBorrowed(Some.Name(2), "gpu", Some.Kind));
        Assert.Equal(15, book.EpochOn(Some.Name(3), "another", Some.Kind)!.Usual);
        Assert.Equal(30, book.EpochOn(Some.Name(0), "gpu", Some.KindOf(64))!.Usual);
        Assert.Equal(10, book.EpochOn(Some.Name(0), "gpu", Some.KindOf(16))!.Usual);
        Assert.Null(book.EpochOn(Some.Name(0), "gpu", Some.Kind with { Model = new("other") }));
    }
}
