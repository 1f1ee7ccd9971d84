using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Statistics;

/// <summary>A <see cref="BestPage"/> at the terminal, its first lines apart.</summary>
internal static class BestPageView
{
    /// <summary>How sure the winner is, what is tied with it, and where to look next.</summary>
    public static IRenderable Details(BestPage page) =>
        page.Facts.IsEmpty ? new Rows() : new Rows([Facts(page), .. Others(page), Sentences(page)]);

    private static Grid Facts(BestPage page)
    {
        var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 2, 0), NoWrap = true }).AddColumn();
        foreach (var (name, what) in page.Facts)
            grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new WrappedText(what));
        return grid;
    }

    private static Grid Sentences(BestPage page)
    {
        var grid = new Grid().AddColumn(new GridColumn { Padding = new Padding(2, 0, 1, 0) }).AddColumn();
        foreach (var sentence in page.Sentences)
            grid.AddRow(new Text("•"), new WrappedText(sentence));
        return grid;
    }

    private static IEnumerable<IRenderable> Others(BestPage page)
    {
        if (page.Tied is not { } sentence)
            yield break;
        yield return new WrappedText(sentence);
        if (!page.Rows.IsEmpty)
            yield return new Padder(TiedTable(page), new Padding(2, 0, 0, 0));
    }

    private static Table TiedTable(BestPage page)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var name in page.Columns)
        {
            var heading = new Text(name, new Style(decoration: Decoration.Dim));
            table.AddColumn(new TableColumn(heading) { Alignment = Justify.Right, NoWrap = true, Padding = new Padding(0, 0, 2, 0) });
        }
        foreach (var row in page.Rows)
            table.AddRow(row.Select(cell => new Text(cell)));
        return table;
    }
}
