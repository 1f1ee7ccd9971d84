using System.Globalization;

namespace Sweep.Reporting.Answers.Figures;

/// <summary>Moments as people read them: by the clock on their wall. JSON, CSV and files that travel have UTC.</summary>
internal static class Times
{
    public static string Second(DateTimeOffset at, TimeZoneInfo? zone = null) => Text(at, zone, "yyyy-MM-dd HH:mm:ss");

    public static string Minute(DateTimeOffset at, TimeZoneInfo? zone = null) => Text(at, zone, "yyyy-MM-dd HH:mm");

    public static string Clock(DateTimeOffset at, TimeZoneInfo? zone = null) => Text(at, zone, "HH:mm:ss");

    /// <summary>With the zone, as a condition of <c>results --where</c> takes it.</summary>
    public static string Zoned(DateTimeOffset at, TimeZoneInfo? zone = null) => Text(at, zone, "yyyy-MM-dd HH:mm:sszzz");

    /// <summary>Without the date where that is no question.</summary>
    public static string Soon(DateTimeOffset at, bool today, TimeZoneInfo? zone = null) =>
        Text(at, zone, today ? "HH:mm" : "yyyy-MM-dd HH:mm");

    private static string Text(DateTimeOffset at, TimeZoneInfo? zone, string format) =>
        TimeZoneInfo.ConvertTime(at, zone ?? TimeZoneInfo.Local).ToString(format, CultureInfo.InvariantCulture);
}
