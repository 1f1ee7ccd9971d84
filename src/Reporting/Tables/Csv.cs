using Sweep.Experiments.Expressions;
using System.Buffers;
using System.Text;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Tables;

/// <summary>
/// Comma-separated values as in RFC 4180, with a header and CRLF ends of line. Missing is an empty field, empty text a quoted one;
/// numbers that are not finite are NaN, Infinity and -Infinity. Text is <see cref="SpreadsheetText"/>.
/// </summary>
internal static class Csv
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",\"\r\n");

    public static string Write(ResultTable table)
    {
        var text = new StringBuilder();
        Line(text, table.Columns.Select(c => Field(c.Name)));
        foreach (var row in table.Rows)
            Line(text, row.Select(v => v switch
            {
                { IsMissing: false, Kind: ValueKind.Text } => Field(SpreadsheetText.Of(v.Text)),
                { IsMissing: false, Kind: ValueKind.Json } => Field(v.Text),
                _ => v.ToString(),
            }));
        return text.ToString();
    }

    private static void Line(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields).Append("\r\n");

    private static string Field(string text) => text.Length == 0 || text.AsSpan().ContainsAny(NeedQuotes)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
