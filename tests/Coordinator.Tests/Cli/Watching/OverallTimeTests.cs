using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Cli.Watching;

namespace Sweep.Coordinator.Tests.Cli.Watching;

public class OverallTimeTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Left_IsUnknown_UntilSomethingWasTrained()
    {
        var time = new OverallTime(_clock);

        Assert.Null(time.Left([Running.Sweep(epochs: 4)], []));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(time.Left([Running.Sweep(epochs: 4)], []));
    }

    [Fact]
    public void Left_CarriesThePaceOn()
    {
        var time = new OverallTime(_clock);
        time.Left([Running.Sweep(epochs: 4)], []);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(TimeSpan.FromSeconds(130), time.Left([Running.Sweep(epochs: 7)], []));
    }

    [Fact]
    public void Left_CountsPartsOfEpochs()
    {
        var time = new OverallTime(_clock);
        time.Left([Running.Sweep(epochs: 0)], []);
        _clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(TimeSpan.FromSeconds(390), time.Left([Running.Sweep(epochs: 0)], [Running.Run() with { Step = 50, Steps = 100 }]));
    }
}
