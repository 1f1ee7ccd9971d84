using CsCheck;
using Sweep.Coordinator.Forecasting;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Forecasting;

public class ForecastTests
{
    private static readonly Gen<(double[][] Seconds, (int Epochs, int Count)[] Runs)> AnyWork = Gen.Select(
        Gen.Double[0.1, 100].Array[1, 12].Array[1, 6], Gen.Select(Gen.Int[1, 30], Gen.Int[1, 40]).Array[1, 6]);

    [Fact]
    public void NothingLeft_NoForecast() => Assert.Null(Forecast.Of(new([Some.Slot(0)], [], Some.Steady(1))).All);

    [Fact]
    public void RunsAreDealt_LongestFirst_ToTheSlotThatIsFreeFirst()
    {
        var forecast = Likely([Some.Slot(0), Some.Slot(1, new("some", Some.Kind, 2.5))], [Some.Runs(4), Some.Runs(2), Some.Runs(1)], Some.Steady(10, 10));

        Assert.Equal(50, forecast);
    }

    [Fact]
    public void BesideItsEpochs_ARunCostsWhatOthersDid() =>
        Assert.Equal(2 * (30 + 5), Likely([Some.Slot(0)], [Some.Runs(3, 2)], new([Some.Epoch(0, 10)], [(Some.Kind, 4), (Some.Kind, 6)])));

    [Fact]
    public void SweepsFollowEachOther_EachWithItsOwnEnd()
    {
        var forecast = Forecast.Of(new([Some.Slot(0)], [Some.Runs(3, sweep: "first"), Some.Runs(2, sweep: "second")], Some.Steady(10)));

        Assert.Equal((30, 50, 50), (Round(forecast.Sweeps["first"]), Round(forecast.Sweeps["second"]), Round(forecast.All!)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void NothingMeasured_IsSaid(bool idle)
    {
        var forecast = Forecast.Of(new([Some.Slot(0, idle ? null : new("some", Some.Kind, 2))], [Some.Runs(3)], new([], []))).All!;

        Assert.Equal(new ForecastView(null, null, null, "no epoch has been measured yet"), forecast);
    }

    [Fact]
    public void WorkUnlikeAnyMeasured_IsNamed_AndWhatComesBeforeIsForecast()
    {
        var other = Some.Kind with { Model = new("other") };
        var forecast = Forecast.Of(new([Some.Slot(0)], [Some.Runs(3), Some.Runs(1, sweep: "odd", kind: other), Some.Runs(1, sweep: "last")], Some.Steady(10)));

        Assert.Equal(30, Round(forecast.Sweeps["some"]));
        Assert.Equal("no epoch like those of odd has been measured yet", forecast.All!.Basis);
        Assert.Null(forecast.Sweeps["last"].LikelySeconds);
    }

    [Fact]
    public void NobodyThere_IsSaid() => Assert.Equal("no agent is there to train", Forecast.Of(new([], [Some.Runs(3)], Some.Steady(10))).All!.Basis);

    [Fact]
    public void ASlotThatTakesNoMore_EndsWhatItHas_AndThatIsAll()
    {
        var canary = Some.Slot(0, new("some", Some.Kind, 1), takesMore: false);

        Assert.Equal(30, Likely([canary, Some.Slot(1)], [Some.Runs(3)], Some.Steady(10, 10)));
        Assert.Equal("no agent that is there can take runs of some", Forecast.Of(new([canary], [Some.Runs(3)], Some.Steady(10))).All!.Basis);
    }

    [Fact]
    public void ABarredSlot_IsLeftOut() =>
        Assert.Equal(60, Likely([Some.Slot(0), Some.Slot(1, barred: "some")], [Some.Runs(3, 2)], Some.Steady(10, 10)));

    [Fact]
    public void TheBasis_TellsBorrowedPaces() => Assert.Equal(
        "1,000 measured epochs, 2 slots (1 at a borrowed pace)", Forecast.Of(new([Some.Slot(0), Some.Slot(1)], [Some.Runs(3)], Some.Steady(10))).All!.Basis);

    [Fact]
    public void Earliest_IsNotAfterLikely_NorLikelyAfterLatest() => AnyWork.Sample((seconds, runs) =>
    {
        var forecast = Of(seconds, runs);
        Assert.True(forecast.EarliestSeconds <= forecast.LikelySeconds && forecast.LikelySeconds <= forecast.LatestSeconds, forecast.ToString());
    });

    /// <summary>Only for slots of equal pace: a slow one that takes the longest run does hold all up, in the forecast as in the lab.</summary>
    [Fact]
    public void MoreSlots_AreNeverLater() => AnyWork.Sample((seconds, runs) =>
    {
        var likely = Enumerable.Range(1, 6).Select(n => Of([.. Enumerable.Repeat(seconds[0], n)], runs).LikelySeconds!.Value).ToArray();
        Assert.All(likely.Zip(likely.Skip(1)), pair => Assert.True(pair.Second <= pair.First + 1e-9, string.Join(' ', likely)));
    });

    private static ForecastView Of(double[][] seconds, (int Epochs, int Count)[] runs) => Forecast.Of(new(
        [.. seconds.Select((_, slot) => Some.Slot(slot))],
        [.. runs.OrderByDescending(r => r.Epochs).Select(r => Some.Runs(r.Epochs, r.Count))],
        new([.. seconds.SelectMany((measured, slot) => measured.Select(s => Some.Epoch(slot, s)))], []))).All!;

    private static double Likely(WorkingSlot[] slots, WaitingRuns[] runs, PaceBook paces) => Round(Forecast.Of(new(slots, runs, paces)).All!);

    private static double Round(ForecastView forecast) => Math.Round(forecast.LikelySeconds!.Value, 6);
}
