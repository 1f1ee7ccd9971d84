using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Tests.Inputs;

public sealed class DurationTextTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("2h", 7200)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d1s", 172_801)]
    public void Times_AreReadAsPeopleWriteThem(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0s")]
    [InlineData("-1h")]
    [InlineData("1m1h")]
    [InlineData("1.5h")]
    [InlineData("41d")]
    [InlineData("999999999d")]
    public void WhatIsNoTime_IsNone(string text) => Assert.Null(DurationText.Parse(text));
}
