using System.Globalization;
using System.Numerics;

namespace Sweep.Reporting.Answers.Figures;

/// <summary>Whole numbers as people read them: thousands apart, and the noun that is counted in agreement.</summary>
internal static class Counted
{
    /// <summary><c>1,234</c></summary>
    public static string Of<T>(T count) where T : IBinaryInteger<T> => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary><c>1 trial</c>, <c>1,234 trials</c>.</summary>
    public static string Of<T>(T count, string noun) where T : IBinaryInteger<T> => Of(count, noun, noun + "s");

    /// <summary><c>1 entry</c>, <c>2 entries</c>.</summary>
    public static string Of<T>(T count, string one, string several) where T : IBinaryInteger<T> =>
        $"{Of(count)} {(count == T.One ? one : several)}";
}
