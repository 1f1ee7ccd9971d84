using System.Text;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>
/// Two CSV files as RFC 4180 has them, in UTF-8: <c>trials.csv</c> and <c>epochs.csv</c>. Numbers read back to the same bits; values that
/// are not finite are NaN, Infinity and -Infinity.
/// </summary>
internal static class CsvExport
{
    public static void Write(SweepRecord sweep, string folderOrFile, CancellationToken cancellation = default)
    {
        var (trials, epochs) = SweepTables.Places(folderOrFile, ".csv");
        Write(trials, SweepTables.TrialColumns(sweep), SweepTables.Trials(sweep), cancellation);
        Write(epochs, SweepTables.EpochColumns(sweep), SweepTables.Epochs(sweep), cancellation);
    }

    private static void Write<TRow>(
        string path, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        text.AppendJoin(',', columns.Select(c => c.Name)).Append("\r\n");
        foreach (var row in rows)
            text.AppendJoin(',', columns.Select(c => Quoted(c.Text(row)))).Append("\r\n");
        OutputFile.WriteText(path, text.ToString(), cancellation);
    }

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
