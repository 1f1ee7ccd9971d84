using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Tests.Cli.Rendering;

public class TrialOrderTests
{
    [Theory]
    [InlineData("-valAccuracy", "good,bad,diverged,waiting")]
    [InlineData("valAccuracy", "bad,good,diverged,waiting")]
    [InlineData("VALACCURACY", "bad,good,diverged,waiting")]
    public void Completed_ComeFirst_InEitherDirection(string sort, string expected)
    {
        TrialRow[] rows = [Rows.Pending("waiting"), Rows.Diverged("diverged"), Rows.Completed("bad", 0.2), Rows.Completed("good", 0.9)];

        Assert.Equal(expected, Ids(TrialOrder.Parse(sort).Sort(rows)));
    }

    [Theory]
    [InlineData("valLoss", "low,high,infinite,nan,none")]
    [InlineData("-valLoss", "infinite,high,low,nan,none")]
    public void NotANumber_AndNothing_StayLast_InEitherDirection(string sort, string expected)
    {
        TrialRow[] rows =
        [
            Rows.Completed("nan", 0.1, loss: double.NaN), Rows.Completed("none", 0.1) with { ValLoss = null },
            Rows.Completed("infinite", 0.1, loss: double.PositiveInfinity), Rows.Completed("high", 0.1, loss: 9), Rows.Completed("low", 0.1, loss: 1),
        ];

        Assert.Equal(expected, Ids(TrialOrder.Parse(sort).Sort(rows)));
    }

    [Theory]
    [InlineData("lr")]
    [InlineData("-lr")]
    public void Equals_StayInTheOrderOfTheGrid(string sort)
    {
        TrialRow[] rows = [Rows.Completed("c", 0.1), Rows.Completed("a", 0.2), Rows.Completed("b", 0.3)];

        Assert.Equal("c,a,b", Ids(TrialOrder.Parse(sort).Sort(rows)));
    }

    [Fact]
    public void Objectives_AreSorted_BestFirst()
    {
        TrialRow[] rows = [Rows.Completed("a", 0.5, loss: 2), Rows.Completed("b", 0.6, loss: 3)];

        Assert.Equal("b,a", Ids(TrialOrder.By(Objective.ValAccuracy).Sort(rows)));
        Assert.Equal("a,b", Ids(TrialOrder.By(Objective.ValLoss).Sort(rows)));
    }

    [Fact]
    public void UnknownColumn_IsRefused_WithTheColumnsThereAre()
    {
        var refusal = Assert.Throws<BadInputException>(() => TrialOrder.Parse("-accuracy"));

        Assert.StartsWith("--sort: there is no column 'accuracy'; the columns are trial, state, lr,", refusal.Message, StringComparison.Ordinal);
    }

    private static string Ids(IEnumerable<TrialRow> rows) => string.Join(',', rows.Select(r => r.Trial.Value));
}
