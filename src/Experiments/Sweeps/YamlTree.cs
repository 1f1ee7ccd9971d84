using System.Globalization;
using Sweep.Experiments.Inputs;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sweep.Experiments.Sweeps;

/// <summary>A piece of YAML that still knows its line (counted from 1), so that every error can name it.</summary>
internal abstract record YamlNode(int Line)
{
    /// <summary>Where it stands in the text, without what follows its last word or bracket: comments and line ends.</summary>
    public Range Span { get; init; }

    /// <summary>The hyperparameter to which an option gave it in place of the file; null where the file has it.</summary>
    public string? Set { get; init; }

    /// <summary>How the node is shown in an error.</summary>
    public abstract string Shown { get; }
}

/// <param name="Quoted">Text in quotes or in a block: never a number, a switch or nothing.</param>
internal sealed record YamlScalar(int Line, string Text, bool Quoted) : YamlNode(Line)
{
    public override string Shown => $"'{Text}'";
    public bool IsNothing => !Quoted && Text is "" or "~" or "null";
}

internal sealed record YamlList(int Line, IReadOnlyList<YamlNode> Items) : YamlNode(Line)
{
    public override string Shown => "a list";
}

internal sealed record YamlMap(int Line, IReadOnlyList<YamlEntry> Entries) : YamlNode(Line)
{
    /// <summary>Whether it is written in braces.</summary>
    public bool InBraces { get; init; }

    public override string Shown => "a section with keys of its own";
}

/// <param name="At">Where its key begins in the text.</param>
/// <param name="Column">Of its key, from 0.</param>
internal sealed record YamlEntry(string Key, int Line, YamlNode Value, int At = 0, int Column = 0);

/// <summary>
/// Reads the plain part of YAML that a sweep file needs: maps, lists and scalars. Anchors, aliases, tags and several documents
/// are refused, because what they stand for cannot be seen where they stand.
/// </summary>
internal sealed class YamlTree
{
    private const int MaxDepth = 16;
    private readonly Parser parser;
    private readonly string file;

    private YamlTree(string yaml, string file)
    {
        parser = new Parser(new StringReader(yaml));
        this.file = file;
    }

    public static YamlNode Parse(string yaml, string file)
    {
        var tree = new YamlTree(yaml, file);
        try
        {
            return tree.Document();
        }
        catch (YamlException) when (LineIndentedByTab(yaml) is { } line)
        {
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                $"{file}, line {line}: the line is indented with a tab, "
                    + $"which YAML does not allow; indent it with spaces."));
        }
        catch (YamlException e)
        {
            throw NotYaml(file, e.Start.Line, e.InnerException?.Message ?? e.Message);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The scanner gives up like this on some broken text, an unclosed bracket before a new key for one.
            throw NotYaml(file, tree.parser.Current?.End.Line ?? 1, "something before or here is not closed");
        }
    }

    /// <summary>The first line, counted from 1, that has a tab before its text; null where there is none.</summary>
    private static int? LineIndentedByTab(string yaml)
    {
        var lines = yaml.Split('\n');
        var line = Array.FindIndex(lines, text => text.AsSpan(0, text.Length - text.AsSpan().TrimStart(" \t").Length).Contains('\t'));
        return line < 0 ? null : line + 1;
    }

    private static BadInputException NotYaml(string file, long line, string problem) => new(FormattableString.Invariant(
        $"{file}, line {line}: this is not valid YAML ({problem.TrimEnd('.')}); check the indentation, brackets and colons there."));

    private YamlNode Document()
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
            throw new BadInputException(
                $"{file}: the file is empty; "
                    + $"write a sweep, for instance name: first, dataset: shapes10, space: {{ lr: [1e-3, 3e-3], epochs: 3 }}.");
        var node = Node(0);
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
            throw Refused(second, "a second document starts here; write one sweep per file");
        return node;
    }

    private YamlNode Node(int depth)
    {
        if (parser.Current is AnchorAlias alias)
            throw Refused(alias, $"the alias '*{alias.Value}' is not supported; write the value out");
        if (parser.Current is NodeEvent { Anchor.IsEmpty: false } anchored)
            throw Refused(anchored, $"the anchor '&{anchored.Anchor}' is not supported; write the value out where it is needed");
        if (parser.Current is NodeEvent { Tag: { IsEmpty: false, IsNonSpecific: false } } tagged)
            throw Refused(tagged, $"the tag '{tagged.Tag}' is not supported; leave it out");
        if (depth > MaxDepth)
            throw Refused(parser.Current!, "this is nested too deeply for a sweep file; compare it with the examples");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new YamlScalar(Line(scalar), scalar.Value, scalar.Style != ScalarStyle.Plain) { Span = Start(scalar)..End(scalar) };
        return parser.TryConsume<SequenceStart>(out var sequence) ? List(sequence, depth) : Map(parser.Consume<MappingStart>(), depth);
    }

    private YamlList List(SequenceStart start, int depth)
    {
        var items = new List<YamlNode>();
        while (!parser.Accept<SequenceEnd>(out _))
            items.Add(Node(depth + 1));
        var end = parser.Consume<SequenceEnd>();
        // What has no bracket at its end ends with its last item: the scanner sees its end only where something else begins.
        var last = start.Style == SequenceStyle.Flow || items.Count == 0 ? Start(end) + 1 : items[^1].Span.End;
        return new(Line(start), items) { Span = Start(start)..last };
    }

    private YamlMap Map(MappingStart start, int depth)
    {
        var entries = new List<YamlEntry>();
        while (!parser.Accept<MappingEnd>(out _))
        {
            var at = parser.Current!;
            if (Node(depth + 1) is not YamlScalar key)
                throw Refused(at, "a key is a word here, not a list or a section; put the list after the key and a colon");
            if (entries.Find(e => e.Key == key.Text) is { } first)
                throw Refused(at,
                    FormattableString.Invariant($"the key '{key.Text}' is there twice (first in line {first.Line}); keep one"));
            entries.Add(new(key.Text, key.Line, Node(depth + 1), Start(at), checked((int)at.Start.Column) - 1));
        }
        var end = parser.Consume<MappingEnd>();
        var inBraces = start.Style == MappingStyle.Flow;
        var last = inBraces || entries.Count == 0 ? Start(end) + 1 : entries[^1].Value.Span.End;
        return new(Line(start), entries) { InBraces = inBraces, Span = Start(start)..last };
    }

    private BadInputException Refused(ParsingEvent at, string problem) =>
        new(FormattableString.Invariant($"{file}, line {Line(at)}: {problem}."));

    private static int Line(ParsingEvent e) => checked((int)e.Start.Line);
    private static int Start(ParsingEvent e) => checked((int)e.Start.Index);
    private static int End(ParsingEvent e) => checked((int)e.End.Index);
}
