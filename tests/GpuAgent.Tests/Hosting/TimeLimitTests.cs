using Sweep.Experiments.Inputs;
using Sweep.GpuAgent.Hosting;

namespace Sweep.GpuAgent.Tests.Hosting;

public sealed class TimeLimitTests
{
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone("lab", TimeSpan.FromHours(2), "lab", "lab");

    /// <summary>Half past nine in the evening there.</summary>
    private static readonly DateTimeOffset Now = new(2026, 11, 26, 19, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("08:00", null, null, "2026-11-27T08:00")]
    [InlineData("8:00", null, null, "2026-11-27T08:00")]
    [InlineData("21:30", null, null, "2026-11-27T21:30")]
    [InlineData("21:30:30", null, null, "2026-11-26T21:30:30")]
    [InlineData("2026-11-28 06:15", null, null, "2026-11-28T06:15")]
    [InlineData("2026-11-28T06:15Z", null, null, "2026-11-28T08:15")]
    [InlineData("2026-11-28T06:15:00+01:00", null, null, "2026-11-28T07:15")]
    [InlineData(null, "6h", null, "2026-11-27T03:30")]
    [InlineData(null, "1h30m", null, "2026-11-26T23:00")]
    [InlineData(null, "90min", null, "2026-11-26T23:00")]
    [InlineData(null, "1.5h", null, "2026-11-26T23:00")]
    [InlineData(null, "45s", null, "2026-11-26T21:30:45")]
    [InlineData(null, "2d", null, "2026-11-28T21:30")]
    [InlineData(null, null, "1795721400", "2026-11-26T21:30")]
    [InlineData("08:00", "6h", "1795727400", "2026-11-26T23:10")]
    [InlineData("08:00", "6h", "soon", "2026-11-27T03:30")]
    [InlineData(null, null, null, null)]
    [InlineData(null, null, "", null)]
    public void TheEarliestEnd_Counts(string? until, string? span, string? slurm, string? end) =>
        Assert.Equal(
            end is null ? null : new DateTimeOffset(DateTime.Parse(end, null), Zone.BaseUtcOffset),
            TimeLimit.Of(until, span, slurm, Now, Zone));

    [Theory]
    [InlineData("tomorrow", null, "--until tomorrow is no time; write for instance --until 08:00 or --until '2026-11-27 08:00'.")]
    [InlineData("25:00", null, "--until 25:00 is no time; write for instance --until 08:00 or --until '2026-11-27 08:00'.")]
    [InlineData("2026-11-26 06:00", null, "--until 2026-11-26 06:00 has passed; give a time to come.")]
    [InlineData(null, "6", "--for 6 is no length of time; write for instance --for 6h, --for 90m or --for 1h30m.")]
    [InlineData(null, "0h", "--for 0h is no length of time; write for instance --for 6h, --for 90m or --for 1h30m.")]
    [InlineData(null, "-6h", "--for -6h is no length of time; write for instance --for 6h, --for 90m or --for 1h30m.")]
    [InlineData(null, "99999d", "--for 99999d is no length of time; write for instance --for 6h, --for 90m or --for 1h30m.")]
    public void WhatIsNoTime_IsOneSentence(string? until, string? span, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<BadInputException>(() => TimeLimit.Of(until, span, null, Now, Zone)).Message);
}
