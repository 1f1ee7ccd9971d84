using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Spaces;

/// <summary>
/// The command line's shorthand for a distribution: <c>1e-3</c>, <c>1e-3,3e-3</c>, <c>log:1e-4:1e-2:5</c>,
/// <c>linear:0:0.1:3</c> (from, to, count), <c>log:1e-4:1e-2:3/decade</c>, <c>integers:1:10</c> or <c>integers:1:10:2</c> (from, to, step).
/// </summary>
public static class DistributionText
{
    private const string PerDecade = "/decade";

    /// <param name="option">
    /// The option's name with its dashes: <c>--lr</c>, <c>--epochs</c>, <c>--weight-decay</c>, <c>--batch-size</c> or <c>--seed</c>.
    /// </param>
    public static Distribution Parse(string option, string text)
    {
        var parameter = Parameter.Known.Single(p => p.Option == option);
        var place = new OptionPlace(option);
        return text.Contains(':', StringComparison.Ordinal)
            ? Range(parameter, text, place)
            : new Choice([.. text.Split(',').Select(part => parameter.Read(part.Trim(), place))]);
    }

    private static Distribution Range(Parameter parameter, string text, OptionPlace place)
    {
        var parts = Parts(parameter.Key, text, place);
        var tail = parts.Length == 4 ? parts[3] : null;
        return parts[0] == Ranges.Log && EachDecade(tail) is { } each
            ? Ranges.Read(parameter, parts[0], parts[1], parts[2], null, place, perDecade: each)
            : Ranges.Read(parameter, parts[0], parts[1], parts[2], tail, place);
    }

    /// <summary>
    /// A range's kind, its ends and its count or step where one is given; null where the text is none, but a list of values.
    /// </summary>
    /// <exception cref="BadInputException">It is the shorthand of a range, and a wrong one.</exception>
    internal static IReadOnlyList<string>? RangeParts(string key, string text, Place place)
    {
        var parts = Split(text);
        if (!Ranges.Kinds.Contains(parts[0]) && !(parts.Length > 2 && parts.Skip(1).All(IsNumber)))
            return null;
        if (parts is not [Ranges.Linear or Ranges.Log, _, _])
            _ = Parts(key, text, place);
        foreach (var part in parts.Skip(1))
            if (NumberText.Problem(EachDecade(part) ?? part, out _) is { } problem)
                throw place.Error(key, part, $"{problem}; write for instance {place.Range(Ranges.Log, "1e-4", "1e-2", "5")}");
        return parts;
    }

    /// <summary>How many points a decade has, where a count is spelt so; null where it is not.</summary>
    internal static string? EachDecade(string? count) =>
        count?.EndsWith(PerDecade, StringComparison.Ordinal) == true ? count[..^PerDecade.Length] : null;

    private static bool IsNumber(string part) => NumberText.Problem(EachDecade(part) ?? part, out _) is null;

    /// <summary>Two ends may be written as <c>1e-4..1e-2</c> too.</summary>
    private static string[] Split(string text) =>
        text.Replace("..", ":", StringComparison.Ordinal).Split(':', StringSplitOptions.TrimEntries);

    private static string[] Parts(string key, string text, Place place)
    {
        var parts = Split(text);
        if (!Ranges.Kinds.Contains(parts[0]))
            throw place.Error(key, text,
                $"does not start with a kind of range ({string.Join(", ", Ranges.Kinds)}); "
                    + $"{(NearestWord.Of(parts[0], Ranges.Kinds) is { } near ? $"did you mean '{near}', as in" : "write for instance")} "
                    + $"{place.Range(Ranges.Log, "1e-4", "1e-2", "5")}");
        return parts.Length == 4 || (parts.Length == 3 && parts[0] == Ranges.Integers)
            ? parts
            : throw place.Error(key, text, parts[0] == Ranges.Integers
                ? "does not say from, to and step; write for instance integers:1:10:2"
                : $"does not say from, to and count; write for instance {parts[0]}:1e-4:1e-2:5");
    }
}
