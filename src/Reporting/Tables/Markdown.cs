using Sweep.Experiments.Expressions;
using System.Text;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Tables;

/// <summary>A table in GitHub's Markdown, numbers to the right, with every digit.</summary>
internal static class Markdown
{
    public static string Write(ResultTable table)
    {
        var text = new StringBuilder();
        Line(text, table.Columns.Select(c => Escaped(c.Name)));
        Line(text, table.Columns.Select(c => c.Kind is ValueKind.Text or ValueKind.Json ? "---" : "---:"));
        foreach (var row in table.Rows)
            Line(text, row.Select(v => Escaped(v.ToString())));
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    /// <summary>A bar or an end of line would end the cell; the others would be read as formatting or as HTML.</summary>
    private static string Escaped(string cell)
    {
        var escaped = new StringBuilder(cell.Length);
        foreach (var c in VisibleText.Lines(cell))
        {
            escaped.Append(c switch
            {
                '\n' => "<br>",
                '|' or '\\' or '*' or '_' or '`' or '[' => $"\\{c}",
                '<' => "&lt;",
                '&' => "&amp;",
                _ => c.ToString(),
            });
        }
        return escaped.ToString();
    }
}
