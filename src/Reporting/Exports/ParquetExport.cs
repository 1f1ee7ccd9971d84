using Parquet;
using Parquet.Schema;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Exports;

/// <summary>Two Parquet files, <c>trials.parquet</c> and <c>epochs.parquet</c>, with the columns of the CSV files.</summary>
internal static class ParquetExport
{
    /// <summary>What a reader takes at a time, and what is in memory at a time.</summary>
    private const int RowsOfAGroup = 100_000;

    public static async Task Write(SweepRecord sweep, string folderOrFile, CancellationToken cancellation = default)
    {
        var (trials, epochs) = SweepTables.Places(folderOrFile, ".parquet");
        await Write(trials, SweepTables.TrialColumns(sweep), SweepTables.Trials(sweep), cancellation);
        await Write(epochs, SweepTables.EpochColumns(sweep), SweepTables.Epochs(sweep), cancellation);
    }

    private static Task Write<TRow>(
        string path, IReadOnlyList<Column<TRow>> columns, IEnumerable<TRow> rows, CancellationToken cancellation) =>
        OutputFile.WriteAsync(path, async stream =>
        {
            var schema = new ParquetSchema(columns.Select(c => (Field)c.Field));
            await using var writer = await ParquetWriter.CreateAsync(schema, stream);
            // A table without rows has a group without rows.
            foreach (var some in rows.Chunk(RowsOfAGroup).DefaultIfEmpty([]))
            {
                using var group = writer.CreateRowGroup();
                foreach (var (column, field) in columns.Zip(schema.GetDataFields()))
                    await column.Write(group, field, some);
                group.CompleteValidate();
            }
        }, cancellation);
}
