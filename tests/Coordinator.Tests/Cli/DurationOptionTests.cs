using Sweep.Coordinator.Cli;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

public sealed class DurationOptionTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("30m", 1800)]
    [InlineData("2h", 7200)]
    [InlineData("1h30m", 5400)]
    [InlineData("2d1s", 172_801)]
    public void Times_AreReadAsPeopleWriteThem(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DurationOption.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("2")]
    [InlineData("0s")]
    [InlineData("-1h")]
    [InlineData("1m1h")]
    [InlineData("1.5h")]
    [InlineData("41d")]
    [InlineData("999999999d")]
    public void WhatIsNoTime_IsNone(string text) => Assert.Null(DurationOption.Parse(text));

    [Fact]
    public async Task AWrongTime_IsOneSentenceWithTheRemedy() => Assert.Equal(
        new Ran(ExitCode.BadInput, "", "--timeout: '2' is no time of more than 0 s and at most 40 days, written as 90s, 30m, 2h, 1h30m or 2d. See 'sweep wait --help'.\n"),
        await CommandLine.Sweep("wait", "--timeout", "2"));
}
