using Parquet;
using Parquet.Schema;

namespace Sweep.Coordinator.Reporting.Exports;

/// <summary>Two Parquet files, <c>trials.parquet</c> and <c>epochs.parquet</c>, with the columns of the CSV files.</summary>
internal static class ParquetExport
{
    public static async Task Write(SweepRecord sweep, string folderOrFile)
    {
        var (trials, epochs) = SweepTables.Places(folderOrFile, ".parquet");
        await Write(trials, SweepTables.TrialColumns, SweepTables.Trials(sweep));
        await Write(epochs, SweepTables.EpochColumns, SweepTables.Epochs(sweep));
    }

    private static Task Write<TRow>(string path, IReadOnlyList<Column<TRow>> columns, IReadOnlyList<TRow> rows) => AtomicFile.WriteAsync(path, async stream =>
    {
        var schema = new ParquetSchema(columns.Select(c => (Field)c.Field));
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        using var group = writer.CreateRowGroup();
        foreach (var (column, field) in columns.Zip(schema.GetDataFields()))
            await column.Write(group, field, rows);
        group.CompleteValidate();
    });
}
