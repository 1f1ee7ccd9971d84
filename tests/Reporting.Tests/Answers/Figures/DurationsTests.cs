using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Tests.Answers.Figures;

public class DurationsTests
{
    [Theory]
    [InlineData(0.31, "0.3 s")]
    [InlineData(12.5, "13 s")]
    [InlineData(41.7, "42 s")]
    [InlineData(59.6, "1:00 min")]
    [InlineData(187.0, "3:07 min")]
    [InlineData(3599.7, "1:00 h")]
    [InlineData(8100.0, "2:15 h")]
    [InlineData(259200.0, "3 d")]
    [InlineData(double.PositiveInfinity, "–")]
    [InlineData(null, "–")]
    public void Durations_SayTheirUnit(double? seconds, string expected) => Assert.Equal(expected, Durations.Of(seconds));

    [Theory]
    [InlineData(42.4, "42.4 s")]
    [InlineData(750.0, "12.5 min")]
    [InlineData(443_700.0, "123.25 h")]
    public void DeviceTime_IsInHours_HoweverLong(double seconds, string expected) => Assert.Equal(expected, Durations.OfDevices(seconds));

    [Theory]
    [InlineData(0.000123, "0.12 ms")]
    [InlineData(0.0123, "12.3 ms")]
    [InlineData(1.234, "1,234 ms")]
    public void WhatIsOverAtOnce_IsInMilliseconds(double seconds, string expected) =>
        Assert.Equal(expected, Durations.Milliseconds(seconds));

    [Theory]
    [InlineData(1, "1 second")]
    [InlineData(60, "60 seconds")]
    [InlineData(90, "90 seconds")]
    [InlineData(600, "10 minutes")]
    public void Limits_AreInWords(int seconds, string expected) => Assert.Equal(expected, Durations.InWords(TimeSpan.FromSeconds(seconds)));
}
