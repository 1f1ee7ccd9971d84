using System.Globalization;

namespace Sweep.Experiments.Expressions;

/// <summary>Instants as text: UTC, to the millisecond, all of one length, so that text in order is time in order.</summary>
internal static class Instants
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>How many characters of the text are the day.</summary>
    public const int DayLength = 10;

    private static readonly string[] Days = ["yyyy-MM-dd"];

    private static readonly string[] Moments =
        [
            .. from separator in (string[])["' '", "'T'"]
               from time in (string[])["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"]
               from zone in (string[])["", "'Z'", "zzz"]
               select $"yyyy-MM-dd{separator}{time}{zone}",
        ];

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The instant that <see cref="Text"/> wrote; null for any other text.</summary>
    public static DateTimeOffset? Exactly(string text) =>
        DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

    /// <summary>A day, or a moment of one; UTC where no zone is named. Null where the text is neither.</summary>
    public static (DateTimeOffset At, bool WholeDay)? Read(string text)
    {
        const DateTimeStyles utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        if (DateTimeOffset.TryParseExact(text, Days, CultureInfo.InvariantCulture, utc, out var day))
            return (day, true);
        return DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, utc, out var moment) ? (moment, false) : null;
    }
}
