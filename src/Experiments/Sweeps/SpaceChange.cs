using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;

namespace Sweep.Experiments.Sweeps;

/// <summary>
/// What <c>--set name=values</c> says of a sweep's space: other values for a hyperparameter, or one more. Values are a list (<c>0,0.25</c>,
/// <c>adamw,sgd</c>), a range in the shorthand of <see cref="DistributionText"/>, or in brackets what a sweep file has after the name.
/// </summary>
internal sealed class SpaceChange
{
    public const string Option = "--set";

    private const string When = "when";

    private readonly string list, range;

    private SpaceChange(string name, string typed, string list, string range) =>
        (Name, Typed, this.list, this.range) = (name, typed, list, range);

    public string Name { get; }

    /// <summary>As it was typed.</summary>
    public string Typed { get; }

    /// <exception cref="BadInputException">One of them is none, or a name is there twice.</exception>
    public static IReadOnlyList<SpaceChange> Read(IEnumerable<string> texts)
    {
        var changes = texts.Select(Read).ToList();
        return changes.GroupBy(change => change.Name).FirstOrDefault(same => same.Skip(1).Any()) is { Key: var twice }
            ? throw new SetPlace(twice).Error(twice, "is given twice; keep one of them, with all its values")
            : changes;
    }

    private static SpaceChange Read(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        if (at <= 0 || text[(at + 1)..].Trim().Length == 0)
            throw new OptionPlace(Option).Error(Option, Texts.Plain(text), "names no values; write for instance --set lr=1e-3,3e-3");
        var (name, values) = (text[..at].Trim(), text[(at + 1)..].Trim());
        var place = new SetPlace(Texts.Plain(name));
        if (values.Any(char.IsControl))
            throw place.Error(name, "has more than one line; write its values in one");
        if (values[0] is '[' or '{')
            return new(name, text, "", values);
        return DistributionText.RangeParts(name, values, place) is { } parts
            ? new(name, text, "", Braces(parts))
            : new(name, text, values, "");
    }

    private static string Braces(IReadOnlyList<string> parts)
    {
        var tail = parts.Count < 4 ? ""
            : parts[0] == Ranges.Integers ? $", step: {parts[3]}"
            : DistributionText.EachDecade(parts[3]) is { } each ? $", perDecade: {each}"
            : $", count: {parts[3]}";
        return $"{{ {parts[0]}: [{parts[1]}, {parts[2]}]{tail} }}";
    }

    /// <summary>The value that a sweep file has for it.</summary>
    /// <param name="before">What the file has so far, whose condition stays where only values are given; null where it has nothing.</param>
    public string TextFor(YamlNode? before)
    {
        var when = range.StartsWith('{') && Typed.Contains('{', StringComparison.Ordinal) ? null
            : (before as YamlMap)?.Entries.FirstOrDefault(entry => entry.Key == When)?.Value as YamlScalar;
        if (when is null)
            return range.Length > 0 ? range : $"[{list}]";
        var condition = $"{When}: \"{JsonEncodedText.Encode(when.Text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\" }}";
        return range.StartsWith('{')
            ? $"{range[..^2]}, {condition}"
            : $"{{ values: {(range.Length > 0 ? range : $"[{list}]")}, {condition}";
    }

    /// <summary>The same, read, with the option as the place of whatever is wrong with it.</summary>
    public YamlNode ValueFor(YamlNode? before)
    {
        var text = TextFor(before);
        try
        {
            return YamlTree.Parse($"[{text}]", Option) is YamlList { Items: [var value] } ? Marked(value) : throw Unreadable();
        }
        catch (BadInputException problem) when (problem.Message.StartsWith($"{Option},", StringComparison.Ordinal))
        {
            throw Unreadable();
        }
    }

    private BadInputException Unreadable() => new SetPlace(Name).Error(
        Name, Typed[(Typed.IndexOf('=', StringComparison.Ordinal) + 1)..],
        "cannot be read; write values with commas between them, a range as log:1e-4:1e-2:5, or in brackets what a sweep file has");

    private YamlNode Marked(YamlNode node) => node switch
    {
        YamlList items => items with { Set = Name, Items = [.. items.Items.Select(Marked)] },
        YamlMap map => map with { Set = Name, Entries = [.. map.Entries.Select(entry => entry with { Value = Marked(entry.Value) })] },
        _ => node with { Set = Name },
    };

    /// <summary>A sweep file's tree with the changes in its space.</summary>
    public static YamlMap Applied(IReadOnlyList<SpaceChange> changes, YamlMap file)
    {
        if (SpaceOf(file) is not { } space)
            return file;
        var entries = space.Entries
            .Select(entry => changes.FirstOrDefault(change => change.Name == entry.Key) is { } change
                ? entry with { Value = change.ValueFor(entry.Value) }
                : entry);
        var added = New(changes, space).Select(change => new YamlEntry(change.Name, space.Line, change.ValueFor(null)));
        var changed = space with { Entries = [.. added, .. entries] };
        return file with { Entries = [.. file.Entries.Select(entry => entry.Value == space ? entry with { Value = changed } : entry)] };
    }

    /// <summary>A sweep file's text with the changes in its space: it says what is searched, and above it that it was changed.</summary>
    public static string Written(IReadOnlyList<SpaceChange> changes, YamlMap file, string source)
    {
        var space = SpaceOf(file)!;
        var text = new StringBuilder(source);
        // From the end to the start: what is changed moves nothing before it.
        foreach (var entry in space.Entries.Reverse())
        {
            if (changes.FirstOrDefault(change => change.Name == entry.Key) is not { } change)
                continue;
            var (start, end) = (entry.Value.Span.Start.Value, entry.Value.Span.End.Value);
            text.Remove(start, end - start);
            // A text in lines of its own ends with the last of them, and what is left out after a colon begins right there.
            var (before, after) = (source[start - 1] == ':' ? " " : "", end > start && source[end - 1] == '\n' ? "\n" : "");
            text.Insert(start, $"{before}{change.TextFor(entry.Value)}{after}");
        }
        foreach (var change in New(changes, space).Reverse())
        {
            var line = $"{change.Name}: {change.TextFor(null)}";
            if (space.Entries is not [var first, ..])
                text.Insert(space.Span.Start.Value + 1, $" {line} ");
            else
                text.Insert(first.At, space.InBraces ? $"{line}, " : $"{line}\n{new string(' ', first.Column)}");
        }
        return $"# Changed by {string.Join(' ', changes.Select(change => $"{Option} {change.Typed}"))}\n{text}";
    }

    private static YamlMap? SpaceOf(YamlMap file) => file.Entries.FirstOrDefault(entry => entry.Key == "space")?.Value as YamlMap;

    private static IEnumerable<SpaceChange> New(IReadOnlyList<SpaceChange> changes, YamlMap space) =>
        changes.Where(change => space.Entries.All(entry => entry.Key != change.Name));
}
