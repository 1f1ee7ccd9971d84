using Sweep.Coordinator.Cli.Watching;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Watching;

public sealed class WaitConditionTests
{
    [Theory]
    [InlineData("best > 0.72", 0.73, true)]
    [InlineData("best > 0.72", 0.72, false)]
    [InlineData("best>=7.2e-1", 0.72, true)]
    [InlineData(" best < 0.5 ", 0.4, true)]
    [InlineData("best <= 0.5", 0.6, false)]
    public void Best_IsTheWinnersMean(string text, double mean, bool reached)
    {
        var sweep = Running.Sweep();
        Assert.False(WaitCondition.Parse(text).IsReached(sweep));
        Assert.Equal(reached, WaitCondition.Parse(text).IsReached(sweep with { Best = sweep.Best with { Mean = mean } }));
    }

    [Fact]
    public void Done_IsReachedWhenNothingIsLeft_AndFailed_ByTheFirstTrial()
    {
        Assert.False(WaitCondition.Parse("done").IsReached(Running.Sweep(completed: 3)));
        Assert.True(WaitCondition.Parse("done").IsReached(Running.Sweep(completed: 4)));
        Assert.False(WaitCondition.Parse("failed").IsReached(Running.Sweep()));
        Assert.True(WaitCondition.Parse("failed").IsReached(Running.Sweep() with { Trials = new(4, 0, 0, 1, 3) }));
        Assert.False(WaitCondition.Parse("done").IsReached(Running.Sweep() with { State = SweepStatus.Cancelled, Trials = new(4, 1, 0, 0, 0) { Cancelled = 3 } }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("best")]
    [InlineData("best > much")]
    [InlineData("best == 1")]
    [InlineData("Done!")]
    public void AnythingElse_IsRefusedWithWhatThereIs(string text) => Assert.Contains(
        "'done', 'failed', 'best > 0.72'", Assert.Throws<BadInputException>(() => WaitCondition.Parse(text)).Message, StringComparison.Ordinal);
}
