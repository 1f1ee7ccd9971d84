using System.Globalization;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Inputs;

/// <summary>How long something may last, as a person writes it: <c>90s</c>, <c>30m</c>, <c>2h</c>, <c>1h30m</c>, <c>2d</c>.</summary>
public static partial class DurationText
{
    /// <summary>More is a mistake, and no timer takes it.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromDays(40);

    /// <summary>What a text must be, as the rest of a sentence.</summary>
    public const string Rule = "is no time of more than 0 s and at most 40 days, written as 90s, 30m, 2h, 1h30m or 2d";

    /// <returns>Null where it is none.</returns>
    public static TimeSpan? Parse(string text)
    {
        if (Parts().Match(text) is not { Success: true } parts || text.Length == 0)
            return null;
        double Number(string unit) => parts.Groups[unit] is { Success: true } group
            ? double.Parse(group.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : 0;
        var seconds = (((((Number("d") * 24) + Number("h")) * 60) + Number("m")) * 60) + Number("s");
        return seconds > 0 && seconds <= Most.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    [GeneratedRegex(@"^(?:(?<d>\d{1,9})d)?(?:(?<h>\d{1,9})h)?(?:(?<m>\d{1,9})m)?(?:(?<s>\d{1,9})s)?$")]
    private static partial Regex Parts();
}
