using System.Globalization;

namespace Sweep.Experiments.Spaces;

/// <summary>The points of generated ranges.</summary>
internal static class Spacing
{
    /// <summary>
    /// Fifteen significant digits of a computed value: the rounding noise of the formula goes (0.1 to 0.5 in five steps is 0.3, not
    /// 0.30000000000000004), and with it the last-digit differences between platforms' exponentials, so that identities, which
    /// are hashes of values, are the same everywhere.
    /// </summary>
    public const int AllDigits = 15;

    /// <summary>
    /// What a person would write down, so that a range that is extended, or written out as a list, still names the trials it has. The
    /// error is at most 5e-6 of the value.
    /// </summary>
    public const int FewDigits = 6;

    public static double Rounded(double computed, int digits) =>
        double.Parse(computed.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    public static double Within(double from, double to, double computed, int digits) => Math.Clamp(Rounded(computed, digits), from, to);

    public static IReadOnlyList<double> Endpoints(int? count, double from, double to, Func<double, double> at, int? digits) => count switch
    {
        null => [],
        1 => [from],
        { } n => [from, .. Enumerable.Range(1, n - 2).Select(i => Within(from, to, at(i / (n - 1.0)), digits ?? AllDigits)), to],
    };
}
