namespace Sweep.Reporting.Answers.Figures;

/// <summary>How long something takes or took, as people read it: two units at most, and the unit named.</summary>
internal static class Durations
{
    /// <summary><c>0.3 s</c>, <c>42 s</c>, <c>3:07 min</c>, <c>2:15 h</c>, <c>3 d</c>.</summary>
    public static string Of(TimeSpan? span) => span switch
    {
        null => Numbers.None,
        { TotalSeconds: < 9.95 } s => FormattableString.Invariant($"{s.TotalSeconds:0.#} s"),
        { } s => Whole(TimeSpan.FromSeconds(Math.Round(s.TotalSeconds, MidpointRounding.AwayFromZero))),
    };

    public static string Of(double? seconds) =>
        Of(seconds is { } s && double.IsFinite(s) && s < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(s) : null);

    /// <summary>What is paid for by the hour, which does not become days: <c>42 s</c>, <c>12.5 min</c>, <c>123.25 h</c>.</summary>
    public static string OfDevices(double seconds) => seconds switch
    {
        < 120 => FormattableString.Invariant($"{seconds:0.#} s"),
        < 7200 => FormattableString.Invariant($"{seconds / 60:0.#} min"),
        _ => FormattableString.Invariant($"{seconds / 3600:0.##} h"),
    };

    /// <summary>What is over before one has looked: <c>1,234 ms</c>, <c>12.3 ms</c>, <c>0.12 ms</c>.</summary>
    public static string Milliseconds(double seconds) => (seconds * 1000) switch
    {
        < 10 and var ms => FormattableString.Invariant($"{ms:N2} ms"),
        < 100 and var ms => FormattableString.Invariant($"{ms:N1} ms"),
        var ms => FormattableString.Invariant($"{ms:N0} ms"),
    };

    /// <summary>A limit in a sentence: <c>10 seconds</c>, <c>1 minute</c>.</summary>
    public static string InWords(TimeSpan limit) =>
        limit >= TimeSpan.FromMinutes(2) && limit.TotalSeconds % 60 == 0
            ? Counted.Of((long)limit.TotalMinutes, "minute")
            : Counted.Of((long)Math.Round(limit.TotalSeconds), "second");

    private static string Whole(TimeSpan span) => span switch
    {
        { TotalSeconds: < 60 } s => FormattableString.Invariant($"{s.TotalSeconds:0} s"),
        { TotalMinutes: < 60 } s => FormattableString.Invariant($"{(int)s.TotalMinutes}:{s.Seconds:00} min"),
        { TotalHours: < 48 } s => FormattableString.Invariant($"{(int)s.TotalHours}:{s.Minutes:00} h"),
        { } s => FormattableString.Invariant($"{s.TotalDays:0} d"),
    };
}
