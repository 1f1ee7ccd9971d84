using Sweep.GpuAgent.Devices;

namespace Sweep.GpuAgent.Tests.Devices;

public sealed class GpuReadingTests
{
    [Fact]
    public void EveryLine_IsAReading() => Assert.Equal(
        [new GpuReading("GPU-a", 0, 812, 143_000, 2, 0x44), new GpuReading("GPU-b", 1, 3, 15_357, 0, 0)],
        GpuReading.Parse("0, GPU-a, 812, 143000, 2, 0x0000000000000044\n1, GPU-b, 3, 15357, [N/A], [Not Supported]\n"));

    [Theory]
    [InlineData("61", 61)]
    [InlineData("[N/A]", null)]
    public void TheTemperature_IsReadWhereTheDriverSaysIt(string text, int? celsius) => Assert.Equal(
        celsius, Assert.Single(GpuReading.Parse($"0, GPU-a, 812, 143000, 2, 0x0000000000000044, 00000000:3B:00.0, {text}\n")).Celsius);

    [Fact]
    public void ADriverThatKnowsOnlyMemory_IsReadAsWell() =>
        Assert.Equal([new GpuReading("GPU-a", 0, 812, 143_000, 0, 0)], GpuReading.Parse("0, GPU-a, 812, 143000\n"));

    [Fact]
    public void ADriverThatRefusesTheOtherFields_IsAskedForMemoryAlone() => Assert.Equal(
        [new GpuReading("GPU-a", 0, 812, 143_000, 0, 0)],
        GpuReading.Take(fields => fields.Contains("ecc", StringComparison.Ordinal) ? "" : "0, GPU-a, 812, 143000\n"));

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found\n")]
    [InlineData("0, GPU-a, [N/A], [N/A], [N/A], [N/A]\n")]
    [InlineData("Field \"clocks_throttle_reasons.active\" is not a valid field to query.\n")]
    public void WhatIsNoReading_IsNone(string text) => Assert.Empty(GpuReading.Parse(text));
}
