using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;

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
                throw new BadInputException(
                    $"{At(file, entry).Subject("the key")} '{entry.Key}' is not known{(path.Length == 0 ? "" : $" in {path}")}; {remedy}");
            }
        }
        return new(file, path, map);
    }

    public YamlNode? Find(string key) => Map.Entries.FirstOrDefault(e => e.Key == key)?.Value;

    public YamlNode Require(string key, string example) => Find(key)
        ?? throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
            $"{File}, line {Map.Line}: {(Path.Length == 0 ? "the sweep" : Path)} has no {key}; "
                + $"add for instance {example}."));

    public Place At(YamlNode node) => At(File, node, node.Line);

    /// <summary>Where an entry's key stands.</summary>
    public Place At(YamlEntry entry) => At(File, entry);

    private static Place At(string file, YamlEntry entry) => At(file, entry.Value, entry.Line);

    private static Place At(string file, YamlNode node, int line) => node.Set is { } name ? new SetPlace(name) : new FilePlace(file, line);

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
