using System.Globalization;
using System.Text.RegularExpressions;
using Sweep.Experiments.Inputs;

namespace Sweep.Experiments.Programs;

/// <summary>
/// Finds numbers in the text of a program that cannot be changed: one regular expression for each metric, whose one group is the number.
/// They are matched without backtracking, so that no line takes longer than its length.
/// </summary>
public sealed class MetricPatterns
{
    /// <summary>What is found under this name is no metric: it counts the epochs.</summary>
    public const string Epoch = "epoch";

    private readonly (string Name, Regex Pattern)[] patterns;

    /// <exception cref="BadInputException">One of them is none.</exception>
    public MetricPatterns(IEnumerable<KeyValuePair<string, string>> patterns) =>
        this.patterns = [.. patterns.Select(pattern => (pattern.Key, Compiled(pattern.Key, pattern.Value)))];

    public static MetricPatterns None { get; } = new([]);

    public bool Any => patterns.Length > 0;

    /// <summary>Whether the epochs are counted in the text.</summary>
    public bool CountEpochs => Array.Exists(patterns, pattern => pattern.Name == Epoch);

    /// <returns>What is wrong with the first that is wrong, one sentence with the remedy; null where all can be used.</returns>
    public static string? Refusal(IEnumerable<KeyValuePair<string, string>> patterns)
    {
        try
        {
            _ = new MetricPatterns(patterns);
            return null;
        }
        catch (BadInputException e)
        {
            return e.Message;
        }
    }

    /// <summary>What a line says: of each metric what it says last.</summary>
    /// <param name="values">In the order of the patterns.</param>
    /// <returns>What was found and is no number, one sentence about it; null where all are.</returns>
    public string? Find(OutputLine line, List<KeyValuePair<string, double>> values)
    {
        foreach (var (name, pattern) in patterns)
        {
            Match? last = null;
            for (var match = pattern.Match(line.Text); match.Success; match = match.NextMatch())
                last = match;
            if (last is null)
                continue;
            if (NumberOf(last.Groups[1].Value) is not { } number)
                return FormattableString.Invariant($"Line {line.Number} has '{last.Groups[1].Value}' where the pattern of {name} ")
                    + "has its number: make the group in its parentheses match the number and nothing else.";
            values.Add(new(name, number));
        }
        return null;
    }

    private static Regex Compiled(string name, string pattern)
    {
        try
        {
            var compiled = new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
            return compiled.GetGroupNumbers().Length == 2
                ? compiled
                : throw new BadInputException(
                    FormattableString.Invariant($"The pattern of {name} has {compiled.GetGroupNumbers().Length - 1} groups: ")
                    + "put the number in one pair of parentheses, and write (?:…) for others.");
        }
        catch (NotSupportedException)
        {
            throw new BadInputException(
                $"The pattern of {name} looks ahead, behind or back at what it has matched, which takes no bounded time: "
                + "write it without.");
        }
        catch (RegexParseException e)
        {
            throw new BadInputException($"The pattern of {name} is no regular expression ({e.Message.TrimEnd('.')}).", e);
        }
    }

    private static double? NumberOf(string text) => text.ToLowerInvariant() switch
    {
        "nan" => double.NaN,
        "inf" or "+inf" or "infinity" or "+infinity" => double.PositiveInfinity,
        "-inf" or "-infinity" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null,
    };
}
