using Sweep.Coordinator.Coordinating;

namespace Sweep.Coordinator.Tests.Coordinating;

public class ThroughputTests
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);
    private readonly Throughput _throughput = new();

    [Fact]
    public void Nothing_IsSaid_BeforeThereWasTimeToCount()
    {
        Assert.Null(_throughput.EpochsPerMinute(Noon));
        _throughput.Began(Noon);
        _throughput.Recorded(Noon + TimeSpan.FromSeconds(3));
        Assert.Null(_throughput.EpochsPerMinute(Noon + TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void Epochs_AreCounted_FromWhenTrainingBegan()
    {
        _throughput.Began(Noon);
        for (var i = 1; i <= 6; i++)
            _throughput.Recorded(Noon + TimeSpan.FromSeconds(10 * i));

        Assert.Equal(6, _throughput.EpochsPerMinute(Noon + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void WhatIsOlderThanFiveMinutes_IsForgotten()
    {
        for (var i = 0; i < 100; i++)
            _throughput.Recorded(Noon + TimeSpan.FromSeconds(i));
        _throughput.Recorded(Noon + TimeSpan.FromMinutes(10));

        Assert.Equal(1 / 5.0, _throughput.EpochsPerMinute(Noon + TimeSpan.FromMinutes(10)));
    }
}
