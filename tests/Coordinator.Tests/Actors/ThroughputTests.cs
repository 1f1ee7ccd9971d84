using Sweep.Coordinator.Actors;

namespace Sweep.Coordinator.Tests.Actors;

public class ThroughputTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly Throughput _throughput = new();

    [Fact]
    public void Nothing_IsSaid_BeforeThereWasTimeToCount()
    {
        Assert.Null(_throughput.EpochsPerMinute(Noon));
        _throughput.Began(Noon);
        _throughput.Recorded(Noon.AddSeconds(3));
        Assert.Null(_throughput.EpochsPerMinute(Noon.AddSeconds(9)));
    }

    [Fact]
    public void Epochs_AreCounted_FromWhenTrainingBegan()
    {
        _throughput.Began(Noon);
        for (var i = 1; i <= 6; i++)
            _throughput.Recorded(Noon.AddSeconds(10 * i));

        Assert.Equal(6, _throughput.EpochsPerMinute(Noon.AddMinutes(1)));
    }

    [Fact]
    public void WhatIsOlderThanFiveMinutes_IsForgotten()
    {
        for (var i = 0; i < 100; i++)
            _throughput.Recorded(Noon.AddSeconds(i));
        _throughput.Recorded(Noon.AddMinutes(10));

        Assert.Equal(1 / 5.0, _throughput.EpochsPerMinute(Noon.AddMinutes(10)));
    }
}
