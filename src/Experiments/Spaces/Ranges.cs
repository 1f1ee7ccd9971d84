using System.Globalization;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Spaces;

/// <summary>Builds ranges from what a person wrote, and refuses those that mean nothing.</summary>
internal static class Ranges
{
    public const string Linear = "linear", Log = "log", Integers = "integers";
    public static readonly IReadOnlyList<string> Kinds = [Linear, Log, Integers];

    /// <param name="tail">Count of a linear or log range, step of integers; null where none was written.</param>
    /// <param name="perDecade">Points for every factor of ten of a log range, instead of a count; null where none was written.</param>
    public static Distribution Read(
        Parameter parameter, string kind, string from, string to, string? tail,
        Place place, Place? tailPlace = null, string? perDecade = null)
    {
        var ends = kind == Log
            ? (Positive(parameter, from, place), Positive(parameter, to, place))
            : (parameter.Read(from, place), parameter.Read(to, place));
        var (a, b) = ends;
        if (a > b)
            throw place.Error(parameter.Key,
                $"has the range {from} to {to} the wrong way round; write {place.Range(kind, to, from, UsableTail(kind, tail))}");
        if (a == b && kind != Integers)
            throw place.Error(parameter.Key, $"has a range whose ends are both {from}; write {place.Assignment(parameter.Key, from)}");
        return kind switch
        {
            Linear => Few(parameter,
                new Linear(a, b, Count(parameter, tail, tailPlace ?? place)),
                (range, digits) => range with { Digits = digits }),
            Log when perDecade is not null => Few(parameter,
                PerDecade(parameter, a, b, perDecade, tailPlace ?? place),
                (range, digits) => range with { Digits = digits }),
            Log => Few(parameter,
                new Log(a, b, Count(parameter, tail, tailPlace ?? place)),
                (range, digits) => range with { Digits = digits }),
            _ => Whole(parameter, from, to, a, b, tail, place, tailPlace ?? place),
        };
    }

    /// <summary>
    /// The tail as it was written, so that a remedy can be taken over as it stands; an example where that was no count or step.
    /// </summary>
    private static string UsableTail(string kind, string? tail) =>
        tail is not null && NumberText.Problem(tail, out var value) is null && value >= 1 && value == Math.Floor(value)
            ? tail
            : kind == Integers ? "1" : "5";

    private static double Positive(Parameter parameter, string text, Place place)
    {
        if (NumberText.Problem(text, out var value) is null && value <= 0)
            throw place.Error(parameter.Key, text,
                "cannot be an end of a log range, which needs ends greater than 0; "
                    + $"write for instance {place.Range(Log, "1e-4", "1e-2", "5")}");
        return parameter.Read(text, place);
    }

    /// <summary>Whole numbers are rounded further than any digits say, and ends are as written.</summary>
    private static T Few<T>(Parameter parameter, T range, Func<T, int, T> to) where T : Distribution =>
        parameter.Whole || range.Points.Count < 3 ? range : RoundedRange.WithFewDigits(digits => to(range, digits));

    private static Log PerDecade(Parameter parameter, double from, double to, string text, Place place)
    {
        var each = WholeFromOne(parameter, "perDecade", text, place, SearchSpace.MaxTrials);
        var range = new Log(from, to, null, PerDecade: each);
        return range.PointsPerDecade(each) <= SearchSpace.MaxTrials ? range : throw place.Error(parameter.Key, FormattableString.Invariant(
            $"has {range.PointsPerDecade(each)} points, and a sweep has at most {SearchSpace.MaxTrials} trials; take fewer per decade"));
    }

    private static int? Count(Parameter parameter, string? text, Place place) =>
        text is null ? null : WholeFromOne(parameter, "count", text, place, SearchSpace.MaxTrials);

    private static Integers Whole(
        Parameter parameter, string from, string to, double a, double b, string? stepText, Place place, Place stepPlace)
    {
        if (a != Math.Floor(a) || b != Math.Floor(b) || Math.Abs(a) > 1L << 53 || Math.Abs(b) > 1L << 53)
            throw place.Error(parameter.Key,
                $"has integers from {from} to {to}, which are not both whole numbers; write {place.Range(Linear, from, to, "5")}");
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
                $"has the {word} '{text}', but a {word} is a whole number from 1 to {Math.Min(most, 1L << 53)}; "
                    + $"write for instance {Instance(word, place)}"));
        return (long)value;
    }

    private static string Instance(string word, Place place) => word switch
    {
        "step" => place.Range(Integers, "1", "10", "2"),
        "perDecade" => "perDecade: 3",
        _ => place.Range(Log, "1e-4", "1e-2", "5"),
    };

    /// <summary>The rules of <see cref="Read"/> for a distribution that was never written as text.</summary>
    /// <exception cref="BadInputException">The parameter may not have these values.</exception>
    public static void Check(Parameter parameter, Distribution? distribution, Place place)
    {
        switch (distribution)
        {
            case Choice { Values: { Count: > 0 and <= SearchSpace.MaxTrials } values }:
                foreach (var value in values)
                    parameter.Require(value, place);
                break;
            case Listed { Values: { Count: > 0 and <= SearchSpace.MaxTrials } values }:
                foreach (var value in values)
                    parameter.Require(value, place);
                break;
            case Linear range:
                CheckEnds(parameter, Linear, range.From, range.To, range.Count, range.Digits, place);
                break;
            case Log range:
                if (range.From <= 0)
                    throw place.Error(parameter.Key, Invariant(range.From),
                        "cannot be an end of a log range, which needs ends greater than 0; "
                            + $"write for instance {place.Range(Log, "1e-4", "1e-2", "5")}");
                CheckEnds(parameter, Log, range.From, range.To, range.Count, range.Digits, place);
                if (range.PerDecade is { } each
                    && (range.Count is not null || each < 1 || each > SearchSpace.MaxTrials
                        || range.PointsPerDecade(each) > SearchSpace.MaxTrials))
                    throw place.Error(parameter.Key, string.Create(CultureInfo.InvariantCulture,
                        $"has {each} points per decade, which makes no points, more than {SearchSpace.MaxTrials}, "
                            + $"or stands beside a count; write for instance {place.Range(Log, "1e-4", "1e-2", "5")}"));
                break;
            case Integers range:
                parameter.Require(range.From, place);
                parameter.Require(range.To, place);
                if (range.From > range.To || range.To > LargestEnd || range.Step is < 1 or > LargestEnd)
                    throw place.Error(parameter.Key, string.Create(CultureInfo.InvariantCulture,
                        $"has integers from {range.From} to {range.To} in steps of {range.Step}, "
                            + $"which leads nowhere; write for instance {place.Range(Integers, "1", "10", "2")}"));
                break;
            default:
                throw place.Error(parameter.Key, $"has no values, or more than {SearchSpace.MaxTrials}; {parameter.Remedy(place)}");
        }
    }

    private const long LargestEnd = 1L << 53;

    private static void CheckEnds(Parameter parameter, string kind, double from, double to, int? count, int? digits, Place place)
    {
        parameter.Require(from, place);
        parameter.Require(to, place);
        if (from >= to)
            throw place.Error(parameter.Key,
                $"has the range {Invariant(from)} to {Invariant(to)}, which does not rise; "
                    + $"write for instance {place.Range(kind, "1e-4", "1e-2", "5")}");
        if (digits is < Spacing.FewDigits or > Spacing.AllDigits)
            throw place.Error(parameter.Key, FormattableString.Invariant(
                $"has points of {digits} digits, and points have from {Spacing.FewDigits} to {Spacing.AllDigits}"));
        if (count is < 1 or > SearchSpace.MaxTrials)
            throw place.Error(parameter.Key, string.Create(CultureInfo.InvariantCulture,
                $"has the count '{count}', but a count is a whole number from 1 to {SearchSpace.MaxTrials}; "
                    + $"write for instance {place.Range(kind, "1e-4", "1e-2", "5")}"));
    }

    private static string Invariant(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A grid needs the points of every range.</summary>
    public static void RequirePoints(Parameter parameter, Distribution? distribution, Place place)
    {
        var (kind, from, to) = distribution switch
        {
            Linear { Count: null } r => (Linear, r.From, r.To),
            Log { Count: null, PerDecade: null } r => (Log, r.From, r.To),
            _ => ("", 0, 0),
        };
        if (kind.Length > 0)
            throw place.Error(parameter.Key, string.Create(CultureInfo.InvariantCulture,
                $"is a range without a count, which a grid cannot enumerate; "
                    + $"write {place.Range(kind, $"{from:R}", $"{to:R}", "5")}")
                + (place is FilePlace ? ", or draw from it with sampler: { random: { trials: 20 } }" : ""));
    }
}
