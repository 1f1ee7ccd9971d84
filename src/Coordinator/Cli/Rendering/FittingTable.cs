using Spectre.Console;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>A column of a <see cref="FittingTable{T}"/>.</summary>
/// <param name="Importance">The lower, the sooner the column goes where space is short; <see cref="Always"/> stays.</param>
internal sealed record FittingColumn<T>(string Title, int Importance, Func<T, string> Text, bool Left = false)
{
    public const int Always = 100;
}

/// <summary>
/// A borderless table whose least important columns go where the console is narrow, so that a row stays one line. A column without
/// anything in it is not shown.
/// </summary>
internal sealed class FittingTable<T>(IReadOnlyList<FittingColumn<T>> columns, Func<T, Style> colour)
{
    private const int Gap = 2;

    /// <param name="width">Columns of the console.</param>
    public Table Of(IReadOnlyList<T> rows, int width)
    {
        var cells = columns.Select(column => new Cells(column, [.. rows.Select(row => VisibleText.Of(column.Text(row)))]))
            .Where(c => c.HasText).ToList();
        while (cells.Sum(c => c.Width + Gap) - Gap > width && Dispensable(cells) is { } least)
            cells.Remove(least);

        var table = new Table { Border = TableBorder.None };
        foreach (var (column, _) in cells)
            table.AddColumn(new TableColumn(new Text(column.Title, new Style(decoration: Decoration.Bold)))
            {
                NoWrap = true,
                Alignment = column.Left ? Justify.Left : Justify.Right,
                Padding = new Padding(0, 0, column == cells[^1].Column ? 0 : Gap, 0),
            });
        for (var row = 0; row < rows.Count; row++)
            table.AddRow(cells.Select(c => new Text(c.Texts[row], colour(rows[row]))));
        return table;
    }

    private static Cells? Dispensable(List<Cells> cells) =>
        cells.Where(c => c.Column.Importance < FittingColumn<T>.Always).MinBy(c => c.Column.Importance);

    private sealed record Cells(FittingColumn<T> Column, string[] Texts)
    {
        public bool HasText => Array.Exists(Texts, text => text.Length > 0);
        public int Width => Texts.Append(Column.Title).Max(text => text.Length);
    }
}
