using System.Buffers;

namespace Sweep.Reporting.Tables;

/// <summary>
/// Text for a cell of CSV. What begins like a formula gets an apostrophe in front, so that no spreadsheet computes it (OWASP, CSV
/// injection).
/// </summary>
internal static class SpreadsheetText
{
    private static readonly SearchValues<char> Formulas = SearchValues.Create("=+-@\t\r\n");

    /// <param name="text">Words; numbers are no formulas, whatever their sign.</param>
    public static string Of(string text) => text.Length > 0 && Formulas.Contains(text[0]) ? $"'{text}" : text;
}
