using Sweep.Coordinator.Coordinating;

namespace Sweep.Coordinator.Tests.Coordinating;

public class ThroughputTests
{
    private static readonly TimeSpan Noon = TimeSpan.FromHours(12);
    private readonly Throughput throughput = new();

    [Fact]
    public void Nothing_IsSaid_BeforeThereWasTimeToCount()
    {
        Assert.Null(throughput.EpochsPerMinute(Noon));
        throughput.Began(Noon);
        throughput.Recorded(Noon + TimeSpan.FromSeconds(3));
        Assert.Null(throughput.EpochsPerMinute(Noon + TimeSpan.FromSeconds(9)));
    }

    [Fact]
    public void Epochs_AreCounted_FromWhenTrainingBegan()
    {
        throughput.Began(Noon);
        for (var i = 1; i <= 6; i++)
            throughput.Recorded(Noon + TimeSpan.FromSeconds(10 * i));

        Assert.Equal(6, throughput.EpochsPerMinute(Noon + TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void WhatIsOlderThanFiveMinutes_IsForgotten()
    {
        for (var i = 0; i < 100; i++)
            throughput.Recorded(Noon + TimeSpan.FromSeconds(i));
        throughput.Recorded(Noon + TimeSpan.FromMinutes(10));

        Assert.Equal(1 / 5.0, throughput.EpochsPerMinute(Noon + TimeSpan.FromMinutes(10)));
    }
}
