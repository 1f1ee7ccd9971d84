using Sweep.Reporting.Querying;
using Sweep.Experiments.Expressions;
using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Tables;

/// <summary>
/// A table for people at a terminal: numbers to the right and with six digits, missing values as a dash, instants by the clock on their
/// wall; control characters, which a trainer may have printed, written out.
/// </summary>
internal static class TerminalTable
{
    /// <summary>Between columns.</summary>
    private const int Gap = 2;

    public static IRenderable Of(ResultTable table)
    {
        string[] names = [.. table.Columns.Select(column => VisibleText.Of(column.Name))];
        string[][] rows = [.. table.Rows.Select(row => row.Select(Shown).ToArray())];
        return new EvenTable(names, [.. table.Columns.Select(AlignmentOf)], Gap, rows, () => Fitted(table, rows));
    }

    /// <summary>In a place that may be too narrow for it.</summary>
    internal static IRenderable Fitted(ResultTable table, string[][] rows)
    {
        var view = new Table { Border = TableBorder.None };
        foreach (var column in table.Columns)
            view.AddColumn(View(column));
        foreach (var row in rows)
            view.AddRow(row.Select(shown => new Text(shown)));
        var least = table.Columns.Select((column, c) => Least(column, rows.Select(row => row[c]))).Sum();
        return new TrimmedLines(new UnsqueezedTable(view, least));
    }

    /// <summary>How narrow a column may be.</summary>
    private static int Least(ResultColumn column, IEnumerable<string> texts)
    {
        var all = texts.Append(VisibleText.Of(column.Name));
        return Gap + (MayBeBroken(column) ? all.SelectMany(text => text.Split(' ')) : all).Max(part => part.Length);
    }

    /// <summary>Only text of a person's or a program's own words may be broken into lines; a broken id or number is none.</summary>
    private static bool MayBeBroken(ResultColumn column) => column.Kind == ValueKind.Json || column.Name is "cause" or "agent" or "sweep";

    private static TableColumn View(ResultColumn column) =>
        new(new Text(VisibleText.Of(column.Name), new Style(decoration: Decoration.Bold)))
        {
            Alignment = AlignmentOf(column),
            NoWrap = !MayBeBroken(column),
            Padding = new Padding(0, 0, Gap, 0),
        };

    private static Justify AlignmentOf(ResultColumn column) =>
        column.Kind is ValueKind.Text or ValueKind.Json ? Justify.Left : Justify.Right;

    public static string Shown(Value value) => value switch
    {
        { IsMissing: true } => "–",
        { Kind: ValueKind.Number } => Numbers.Short(value.Number),
        { Kind: ValueKind.Integer } => value.ToString(),
        _ when Instants.Exactly(value.Text) is { } at => Times.Zoned(at),
        _ => VisibleText.Of(value.Text),
    };
}
