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
        string path, IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows, CancellationToken cancellation)
    {
        OutputFile.Write(path, stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true);
            text.NewLine = "\r\n";
            text.WriteLine(string.Join(',', columns.Select(c => c.Name)));
            foreach (var row in rows)
                Write(text, columns, row);
        }, cancellation);
    }

    private static void Write<TRow>(StreamWriter text, IReadOnlyList<Column<TRow>> columns, TRow row)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            if (i > 0)
                text.Write(',');
            text.Write(Quoted(columns[i].Text(row)));
        }
        text.WriteLine();
    }

    private static string Quoted(string value) =>
        value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
