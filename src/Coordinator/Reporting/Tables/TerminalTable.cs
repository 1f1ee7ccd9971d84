using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Coordinator.Reporting.Expressions;

namespace Sweep.Coordinator.Reporting.Tables;

/// <summary>A table for people at a terminal: numbers to the right and with six digits, missing values as a dash; control characters, which a trainer
/// may have printed, as spaces.</summary>
internal static class TerminalTable
{
    public static IRenderable Of(ResultTable table)
    {
        var view = new Table { Border = TableBorder.Rounded };
        foreach (var column in table.Columns)
            view.AddColumn(new Spectre.Console.TableColumn(Markup.Escape(column.Name)) { Alignment = column.Kind == ValueKind.Text ? Justify.Left : Justify.Right });
        foreach (var row in table.Rows)
            view.AddRow(row.Select(v => new Text(Shown(v))));
        return view;
    }

    public static string Shown(Value value) => value switch
    {
        { IsMissing: true } => "–",
        { Kind: ValueKind.Number } => value.Number.ToString("G6", CultureInfo.InvariantCulture),
        { Kind: ValueKind.Integer } => value.ToString(),
        _ => string.Concat(value.Text.Select(c => char.IsControl(c) ? ' ' : c)),
    };
}
