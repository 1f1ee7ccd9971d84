using System.Globalization;
using System.Text.RegularExpressions;

namespace Sweep.Experiments.Spaces;

/// <summary>
/// Reads numbers that people write. Stricter than YAML, where 010 may be eight, 1:30 ninety and .nan a number;
/// what is accepted reads the same everywhere and is rounded once, to the nearest double.
/// </summary>
internal static partial class NumberText
{
    [GeneratedRegex(@"^[+-]?(\d+(_\d+)*\.?\d*|\.\d+)([eE][+-]?\d+)?$")]
    private static partial Regex Number { get; }

    [GeneratedRegex(@"^[+-]?0[\d_]")]
    private static partial Regex LeadingZero { get; }

    [GeneratedRegex(@"^[+-]?0[xXoObB]")]
    private static partial Regex OtherBase { get; }

    [GeneratedRegex(@"^[+-]?\.?(inf|infinity|nan)$", RegexOptions.IgnoreCase)]
    private static partial Regex NotFinite { get; }

    public static bool IsNotFinite(string text) => NotFinite.IsMatch(text);

    /// <returns>The rest of a sentence about what is wrong, or null when <paramref name="value"/> is the number.</returns>
    public static string? Problem(string text, out double value)
    {
        value = double.NaN;
        if (text.Length == 0)
            return "has no value";
        if (NotFinite.IsMatch(text))
            return "is not a finite number";
        if (OtherBase.IsMatch(text))
            return "is not a decimal number";
        if (LeadingZero.IsMatch(text))
            return "starts with a zero, which may be read as octal; write it without";
        if (!Number.IsMatch(text))
            return "is not a number";
        value = double.Parse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
        // Minus zero equals zero but is spelt differently, and identities are hashes of the spelling.
        if (value == 0)
            value = 0;
        return double.IsFinite(value) ? null : "is too large for a double";
    }
}
