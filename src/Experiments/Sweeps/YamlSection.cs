using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>A map of a sweep file whose keys are all known.</summary>
/// <param name="Path">The key that holds the section; empty for the file's top level.</param>
internal sealed record YamlSection(string File, string Path, YamlMap Map)
{
    /// <summary>Refuses keys that are not among <paramref name="known"/>, suggesting the nearest of them.</summary>
    public static YamlSection Of(string file, string path, YamlMap map, params string[] known)
    {
        foreach (var entry in map.Entries)
        {
            if (!known.Contains(entry.Key))
            {
                var list = string.Join(", ", known);
                var remedy = NearestWord.Of(entry.Key, known) is { } near
                    ? $"did you mean '{near}' (known are {list})?"
                    : $"known are {list}.";
                throw new BadInputException(FormattableString.Invariant(
                    $"{file}, line {entry.Line}: the key '{entry.Key}' is not known{(path.Length == 0 ? "" : $" in {path}")}; {remedy}"));
            }
        }
        return new(file, path, map);
    }

    public YamlNode? Find(string key) => Map.Entries.FirstOrDefault(e => e.Key == key)?.Value;

    public YamlNode Require(string key, string example) => Find(key)
        ?? throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"{File}, line {Map.Line}: {(Path.Length == 0 ? "the sweep" : Path)} has no {key}; "
                + $"add for instance {example}."));

    public FilePlace At(YamlNode node) => new(File, node.Line);

    /// <summary>Plain or quoted text.</summary>
    public string Text(string key, YamlNode node, string remedy) => node is YamlScalar { IsNothing: false } scalar
        ? scalar.Text
        : throw Wrong(key, node, remedy);

    /// <summary>The text of a number, which must not be in quotes; whether it is a number the reader of the text decides.</summary>
    public string NumberText(string key, YamlNode node, string remedy) => node switch
    {
        YamlScalar { Quoted: true } quoted => throw At(node).Error(key, quoted.Text, "is text in quotes, not a number; remove the quotes"),
        YamlScalar { IsNothing: false } scalar => scalar.Text,
        _ => throw Wrong(key, node, remedy),
    };

    public int WholeNumber(string key, YamlNode node, int least, int most, string remedy)
    {
        var text = NumberText(key, node, remedy);
        if (Spaces.NumberText.Problem(text, out var value) is { } problem)
            throw At(node).Error(key, text, $"{problem}; {remedy}");
        return value >= least && value <= most && value == Math.Floor(value)
            ? (int)value
            : throw At(node).Error(key, text, FormattableString.Invariant($"must be a whole number from {least} to {most}; {remedy}"));
    }

    /// <summary>One of the words of <paramref name="known"/>, exactly as written there.</summary>
    public string Word(string key, YamlNode node, IReadOnlyList<string> known) =>
        Words.Check(key, Text(key, node, $"write {string.Join(" or ", known)}"), known, At(node));

    /// <summary>On or off, in any of the words that YAML has had for them.</summary>
    public bool Switch(string key, YamlNode node) => Text(key, node, "write true or false").ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        var other => throw At(node).Error(key, other, "is neither on nor off; write true or false"),
    };

    public BadInputException Wrong(string key, YamlNode node, string remedy) => node is YamlScalar { IsNothing: true }
        ? At(node).Error(key, $"has no value; {remedy}")
        : At(node).Error(key, $"cannot be {node.Shown}; {remedy}");
}

/// <summary>Values that are words.</summary>
internal static class Words
{
    public static readonly IReadOnlyList<string> Precisions = ["auto", "fp32", "mixed"];
    public static readonly IReadOnlyList<string> Objectives = ["valAccuracy", "valLoss"];

    public static string Check(string key, string word, IReadOnlyList<string> known, Place place) => known.Contains(word)
        ? word
        : throw place.Error(key, Texts.Plain(word), NearestWord.Unknown(Texts.Plain(word), known));

    public static Precision Precision(string word) => Enum.Parse<Precision>(word, ignoreCase: true);

    public static Objective Objective(string word) =>
        word == Sweeps.Objective.ValLoss.Name() ? Sweeps.Objective.ValLoss : Sweeps.Objective.ValAccuracy;

    /// <summary>Names become parts of paths and addresses, so they start with a letter or a digit.</summary>
    public static string Name(string name, Place place) => Names.IsSweep(name)
        ? name
        : throw place.Error("name", Texts.Plain(name),
            $"{Names.SweepRule}; write for instance {place.Assignment("name", Suggestion(name))}");

    private static string Suggestion(string name)
    {
        var plain = string.Concat(
            name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))
            .TrimStart('-', '_', '.');
        return plain.Length == 0 ? "first-sweep" : plain[..Math.Min(plain.Length, Names.Longest)];
    }
}
