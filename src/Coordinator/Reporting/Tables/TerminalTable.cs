using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Answers.Figures;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Tables;

/// <summary>
/// A table for people at a terminal: numbers to the right and with six digits, missing values as a dash; control characters, which a
/// trainer may have printed, written out.
/// </summary>
internal static class TerminalTable
{
    public static IRenderable Of(ResultTable table)
    {
        var view = new Table { Border = TableBorder.None };
        foreach (var column in table.Columns)
            view.AddColumn(View(column));
        foreach (var row in table.Rows)
            view.AddRow(row.Select(v => new Text(Shown(v))));
        return view;
    }

    /// <summary>Only text of a person's or a program's own words may be broken into lines; a broken id or number is none.</summary>
    private static TableColumn View(ResultColumn column) =>
        new(new Text(VisibleText.Of(column.Name), new Style(decoration: Decoration.Bold)))
        {
            Alignment = column.Kind is ValueKind.Text or ValueKind.Json ? Justify.Left : Justify.Right,
            NoWrap = column.Kind != ValueKind.Json && column.Name is not ("cause" or "agent" or "sweep"),
            Padding = new Padding(0, 0, 2, 0),
        };

    public static string Shown(Value value) => value switch
    {
        { IsMissing: true } => "–",
        { Kind: ValueKind.Number } => Numbers.Short(value.Number),
        { Kind: ValueKind.Integer } => value.ToString(),
        _ => VisibleText.Of(value.Text),
    };
}
