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
        var parameter = Parameter.Known.Single(p => OptionOf(p) == option);
        var place = new OptionPlace(option);
        return text.Contains(':', StringComparison.Ordinal)
            ? Range(parameter, text, place)
            : new Choice([.. text.Split(',').Select(part => parameter.Read(part.Trim(), place))]);
    }

    internal static string OptionOf(Parameter parameter) =>
        "--" + string.Concat(parameter.Key.Select(c => char.IsUpper(c) ? $"-{char.ToLowerInvariant(c)}" : $"{c}"));

    private static Distribution Range(Parameter parameter, string text, OptionPlace place)
    {
        var parts = text.Split(':', StringSplitOptions.TrimEntries);
        if (!Ranges.Kinds.Contains(parts[0]))
            throw place.Error(parameter.Key, text,
                $"does not start with a kind of range ({string.Join(", ", Ranges.Kinds)}); "
                    + $"{(NearestWord.Of(parts[0], Ranges.Kinds) is { } near ? $"did you mean '{near}', as in" : "write for instance")} "
                    + $"{place.Range(Ranges.Log, "1e-4", "1e-2", "5")}");
        var fits = parts.Length == 4 || (parts.Length == 3 && parts[0] == Ranges.Integers);
        if (!fits)
            throw place.Error(parameter.Key, text, parts[0] == Ranges.Integers
                ? "does not say from, to and step; write for instance integers:1:10:2"
                : $"does not say from, to and count; write for instance {parts[0]}:1e-4:1e-2:5");
        return parts.Length == 4 && parts[3].EndsWith(PerDecade, StringComparison.Ordinal) && parts[0] == Ranges.Log
            ? Ranges.Read(parameter, parts[0], parts[1], parts[2], null, place, perDecade: parts[3][..^PerDecade.Length])
            : Ranges.Read(parameter, parts[0], parts[1], parts[2], parts.Length == 4 ? parts[3] : null, place);
    }
}
