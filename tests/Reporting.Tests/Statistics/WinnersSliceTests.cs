using Sweep.Experiments.Trials;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

public sealed class WinnersSliceTests
{
    private static Dictionary<string, ParameterValue> Trial(long width, string optimizer, double? momentum)
    {
        var values = new Dictionary<string, ParameterValue> { ["width"] = ParameterValue.Of(width), ["optimizer"] = ParameterValue.Of(optimizer) };
        if (momentum is { } given)
            values["momentum"] = ParameterValue.Of(given);
        return values;
    }

    [Fact]
    public void OthersAreAsTheWinnerHasThem_AndWhatIsAbsentKeepsNothingOut()
    {
        var sweep = SomeProgram.Grid(
        [
            (Trial(16, "adamw", null), 0, .1), (Trial(32, "adamw", null), 0, .2),
            (Trial(16, "sgd", .8), 0, .3), (Trial(32, "sgd", .8), 0, .9), (Trial(32, "sgd", .8), 1, .8), (Trial(16, "sgd", .9), 0, .4), (Trial(32, "sgd", .9), 0, .5),
        ]);

        var width = WinnersSlice.Through(sweep, "width")!;
        Assert.Equal([.3, .9, .8], width.Trials.Select(trial => trial.Metric("f1")!.Value));
        Assert.Equal(", at the winner's momentum 0.8, optimizer sgd", width.Words());

        var optimizer = WinnersSlice.Through(sweep, "optimizer")!;
        Assert.Equal([.2, .9, .8], optimizer.Trials.Select(trial => trial.Metric("f1")!.Value));
    }

    [Fact]
    public void WithoutAWinner_ThereIsNone() => Assert.Null(WinnersSlice.Through(SomeProgram.Grid([]), "width"));
}
