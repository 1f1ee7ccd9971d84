using System.Globalization;
using Parquet;
using Parquet.Schema;
using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Exports;

/// <summary>One column of an exported table: what CSV and Parquet know of it.</summary>
internal abstract record Column<TRow>(string Name)
{
    public abstract DataField Field { get; }

    /// <summary>The value as CSV has it: numbers read back to the same value; empty where there is none.</summary>
    public abstract string Text(TRow row);

    public abstract Task Write(ParquetRowGroupWriter group, DataField field, IReadOnlyList<TRow> rows);
}

internal sealed record TextColumn<TRow>(string Name, Func<TRow, string?> Value) : Column<TRow>(Name)
{
    public override DataField Field => new DataField<string>(Name);
    public override string Text(TRow row) => SpreadsheetText.Of(Value(row) ?? "");
    public override Task Write(ParquetRowGroupWriter group, DataField field, IReadOnlyList<TRow> rows) =>
        group.WriteAsync(field, rows.Select(r => Value(r)!).ToArray());
}

internal sealed record NumberColumn<TRow, T>(string Name, Func<TRow, T?> Value) : Column<TRow>(Name) where T : struct, IFormattable
{
    public override DataField Field => new DataField<T?>(Name);
    public override string Text(TRow row) => Value(row)?.ToString(null, CultureInfo.InvariantCulture) ?? "";
    public override Task Write(ParquetRowGroupWriter group, DataField field, IReadOnlyList<TRow> rows) =>
        group.WriteAsync<T>(field, rows.Select(Value).ToArray().AsMemory());
}
