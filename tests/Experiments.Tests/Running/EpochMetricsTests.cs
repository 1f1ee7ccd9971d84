using System.Text.Json;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Xunit;

namespace Sweep.Experiments.Tests.Running;

public class EpochMetricsTests
{
    [Fact]
    public void AnEpochOfTheBuiltInNetwork_IsWrittenAsEver() => Assert.Equal(
        """{"epoch":3,"trainLoss":"NaN","valLoss":0.30000000000000004,"valAccuracy":0.5,"seconds":12.25}""",
        JsonSerializer.Serialize(new EpochMetrics(3, double.NaN, 0.1 + 0.2, 0.5, 12.25)));

    [Fact]
    public void MetricsOfAProgram_StandBesideIt_UnderTheirOwnNames()
    {
        var epoch = EpochMetrics.Of(2, [new("f1", 0.7), new("bleu", double.NegativeInfinity), new("valLoss", 1)], 3, diverged: true);
        var json = JsonSerializer.Serialize(epoch);
        Assert.Equal("""{"epoch":2,"valLoss":1,"seconds":3,"bleu":"-Infinity","f1":0.7,"diverged":true}""", json);
        Assert.Equal(epoch, JsonSerializer.Deserialize<EpochMetrics>(json));
    }

    [Theory]
    [InlineData("trainLoss", true)]
    [InlineData("valLoss", true)]
    [InlineData("loss", true)]
    [InlineData("adversarialLoss", true)]
    [InlineData("f1", false)]
    [InlineData("weightloss", false)]
    [InlineData("lossScale", false)]
    public void AnEpochDiverged_WhoseLossIsNotFinite(string metric, bool diverged)
    {
        Assert.All([double.NaN, double.PositiveInfinity], number =>
            Assert.Equal(diverged, EpochMetrics.Of(1, [new("other", 1), new(metric, number)], 1).Diverged));
        Assert.False(EpochMetrics.Of(1, [new(metric, 1e300)], 1).Diverged);
        Assert.True(EpochMetrics.Of(1, [new(metric, 1)], 1, diverged: true).Diverged);
    }

    [Fact]
    public void ALossThatIsNotReported_IsNoDivergence() => Assert.False(EpochMetrics.Of(1, [new("f1", 0.5)], 1).Diverged);

    [Fact]
    public void WhatALaterVersionAdds_IsPassedOver() => Assert.Equal(
        EpochMetrics.Of(1, [new("f1", 0.5)], 2),
        JsonSerializer.Deserialize<EpochMetrics>("""{"epoch":1,"by":{"class":[1]},"seconds":2,"f1":0.5,"best":true}"""));

    [Theory]
    [InlineData("""{"seconds":2,"f1":0.5}""")]
    [InlineData("""{"epoch":1,"f1":0.5}""")]
    [InlineData("""{"epoch":"1","seconds":2}""")]
    [InlineData("""{"epoch":1.5,"seconds":2}""")]
    [InlineData("""{"epoch":1,"seconds":2,"valLoss":"low"}""")]
    [InlineData("""{"epoch":1,"seconds":2,"valLoss":null}""")]
    [InlineData("""{"epoch":1,"seconds":2,"diverged":1}""")]
    public void WhatIsNoEpoch_IsNotReadAsOne(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EpochMetrics>(json));

    [Fact]
    public void WithAnotherLoss_TheRestStays() => Assert.Equal(
        new EpochMetrics(1, 2, 9, 0.5, 3) with { Values = MetricValues.Of(2, 9, 0.5) }, new EpochMetrics(1, 2, 1, 0.5, 3) with { ValLoss = 9 });
}
