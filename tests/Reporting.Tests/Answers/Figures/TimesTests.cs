using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Tests.Answers.Figures;

public class TimesTests
{
    private static readonly DateTimeOffset Evening = new(2026, 1, 2, 20, 4, 5, TimeSpan.Zero);
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.CreateCustomTimeZone("Kolkata", new(5, 30, 0), "Kolkata", "Kolkata");

    [Fact]
    public void People_ReadTheClockOnTheirWall()
    {
        Assert.Equal("2026-01-03 01:34:05", Times.Second(Evening, Kolkata));
        Assert.Equal("2026-01-03 01:34", Times.Minute(Evening, Kolkata));
        Assert.Equal("2026-01-03 01:34:05+05:30", Times.Zoned(Evening, Kolkata));
        Assert.Equal("01:34:05", Times.Clock(Evening, Kolkata));
        Assert.Equal("01:34", Times.Soon(Evening, today: true, Kolkata));
        Assert.Equal("2026-01-03 01:34", Times.Soon(Evening, today: false, Kolkata));
    }
}
