using System.Globalization;

namespace Sweep.Coordinator.Answers;

/// <summary>Numbers as people read them; JSON, CSV and Parquet have every digit.</summary>
internal static class Numbers
{
    public const string None = "–";

    /// <summary>Hyperparameters: six significant digits.</summary>
    public static string Short(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>Four decimals: losses and accuracies (0 to 1).</summary>
    public static string Measure(double? value) => value switch
    {
        null => None,
        { } v when !double.IsFinite(v) || Math.Abs(v) < 1000 => v.ToString("0.0000", CultureInfo.InvariantCulture),
        { } v => v.ToString("0.0e+0", CultureInfo.InvariantCulture),
    };

    /// <summary>Images per second, seconds: four significant digits at most.</summary>
    public static string Rate(double? value) => value switch
    {
        null => None,
        { } v when v < 100 => v.ToString("0.#", CultureInfo.InvariantCulture),
        { } v when v < 100_000 => v.ToString("0", CultureInfo.InvariantCulture),
        { } v => (v / 1000).ToString("0", CultureInfo.InvariantCulture) + "k",
    };

    public static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>0.3 s</c>, <c>42 s</c>, <c>3:07 min</c>, <c>2:15 h</c>, <c>3 d</c>.</summary>
    public static string Duration(TimeSpan? span) => span switch
    {
        null => None,
        { TotalSeconds: < 9.95 } s => FormattableString.Invariant($"{s.TotalSeconds:0.#} s"),
        { TotalSeconds: < 59.5 } s => FormattableString.Invariant($"{s.TotalSeconds:0} s"),
        { TotalMinutes: < 60 } s => FormattableString.Invariant($"{(int)s.TotalMinutes}:{s.Seconds:00} min"),
        { TotalHours: < 48 } s => FormattableString.Invariant($"{(int)s.TotalHours}:{s.Minutes:00} h"),
        { } s => FormattableString.Invariant($"{s.TotalDays:0} d"),
    };

    public static string Duration(double? seconds) =>
        Duration(seconds is { } s && double.IsFinite(s) && s < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(s) : null);

    /// <summary><c>1 trial</c>, <c>2 trials</c>.</summary>
    public static string Of(int count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";
}
