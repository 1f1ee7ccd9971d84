using System.Globalization;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Spaces;

/// <summary>Builds ranges from what a person wrote, and refuses those that mean nothing.</summary>
internal static class Ranges
{
    public const string Linear = "linear", Log = "log", Integers = "integers";
    public static readonly IReadOnlyList<string> Kinds = [Linear, Log, Integers];

    /// <param name="tail">Count of a linear or log range, step of integers; null where none was written.</param>
    /// <param name="perDecade">Points for every factor of ten of a log range, instead of a count; null where none was written.</param>
    public static Distribution Read(Parameter parameter, string kind, string from, string to, string? tail, Place place, Place? tailPlace = null, string? perDecade = null)
    {
        var ends = kind == Log ? (Positive(parameter, from, place), Positive(parameter, to, place)) : (parameter.Read(from, place), parameter.Read(to, place));
        var (a, b) = ends;
        if (a > b)
            throw place.Error(parameter.Key, $"has the range {from} to {to} the wrong way round; write {place.Range(kind, to, from, tail ?? "5")}");
        if (a == b && kind != Integers)
            throw place.Error(parameter.Key, $"has a range whose ends are both {from}; write {place.Assignment(parameter.Key, from)}");
        return kind switch
        {
            Linear => Few(parameter, new Linear(a, b, Count(parameter, tail, tailPlace ?? place)), (range, digits) => range with { Digits = digits }),
            Log when perDecade is not null => Few(parameter, PerDecade(parameter, a, b, perDecade, tailPlace ?? place), (range, digits) => range with { Digits = digits }),
            Log => Few(parameter, new Log(a, b, Count(parameter, tail, tailPlace ?? place)), (range, digits) => range with { Digits = digits }),
            _ => Whole(parameter, from, to, a, b, tail, place, tailPlace ?? place),
        };
    }

    private static double Positive(Parameter parameter, string text, Place place)
    {
        if (NumberText.Problem(text, out var value) is null && value <= 0)
            throw place.Error(parameter.Key, text, $"cannot be an end of a log range, which needs ends greater than 0; write for instance {place.Range(Log, "1e-4", "1e-2", "5")}");
        return parameter.Read(text, place);
    }

    /// <summary>Whole numbers are rounded further than any digits say, and ends are as written.</summary>
    private static T Few<T>(Parameter parameter, T range, Func<T, int, T> to) where T : Distribution =>
        parameter.Whole || range.Points.Count < 3 ? range : Spacing.WithFewDigits(digits => to(range, digits));

    private static Log PerDecade(Parameter parameter, double from, double to, string text, Place place)
    {
        var each = WholeFromOne(parameter, "perDecade", text, place, SweepSpec.MaxTrials);
        var range = new Log(from, to, null, PerDecade: each);
        return range.PointsPerDecade(each) <= SweepSpec.MaxTrials ? range : throw place.Error(parameter.Key, FormattableString.Invariant(
            $"has {range.PointsPerDecade(each)} points, and a sweep has at most {SweepSpec.MaxTrials} trials; take fewer per decade"));
    }

    private static int? Count(Parameter parameter, string? text, Place place) =>
        text is null ? null : WholeFromOne(parameter, "count", text, place, SweepSpec.MaxTrials);

    private static Integers Whole(Parameter parameter, string from, string to, double a, double b, string? stepText, Place place, Place stepPlace)
    {
        if (a != Math.Floor(a) || b != Math.Floor(b) || Math.Abs(a) > 1L << 53 || Math.Abs(b) > 1L << 53)
            throw place.Error(parameter.Key, $"has integers from {from} to {to}, which are not both whole numbers; write {place.Range(Linear, from, to, "5")}");
        var step = stepText is null ? 1 : WholeFromOne(parameter, "step", stepText, stepPlace, long.MaxValue);
        return new((long)a, (long)b, step);
    }

    private static int WholeFromOne(Parameter parameter, string word, string text, Place place, int most) =>
        (int)WholeFromOne(parameter, word, text, place, (long)most);

    private static long WholeFromOne(Parameter parameter, string word, string text, Place place, long most)
    {
        if (NumberText.Problem(text, out var value) is { } problem)
            throw place.Error(parameter.Key, $"has the {word} '{text}', which {problem}; write a whole number from 1");
        if (value < 1 || value != Math.Floor(value) || value > Math.Min(most, 1L << 53))
            throw place.Error(parameter.Key, string.Create(CultureInfo.InvariantCulture,
                $"has the {word} '{text}', but a {word} is a whole number from 1 to {Math.Min(most, 1L << 53)}; write for instance {(word == "step" ? place.Range(Integers, "1", "10", "2") : place.Range(Log, "1e-4", "1e-2", "5"))}"));
        return (long)value;
    }

    /// <summary>A grid needs the points of every range.</summary>
    public static void RequirePoints(Parameter parameter, Distribution distribution, Place place)
    {
        var (kind, from, to) = distribution switch
        {
            Linear { Count: null } r => (Linear, r.From, r.To),
            Log { Count: null, PerDecade: null } r => (Log, r.From, r.To),
            _ => ("", 0, 0),
        };
        if (kind.Length > 0)
            throw place.Error(parameter.Key, FormattableString.Invariant($"is a range without a count, which a grid cannot enumerate; write {place.Range(kind, $"{from:R}", $"{to:R}", "5")}")
                + (place is FilePlace ? ", or draw from it with sampler: { random: { trials: 20 } }" : ""));
    }
}
