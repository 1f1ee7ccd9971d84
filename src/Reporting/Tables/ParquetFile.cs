using Sweep.Experiments.Expressions;
using Parquet;
using Parquet.Schema;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Tables;

/// <summary>
/// Apache Parquet with one row group: text as UTF-8 strings, integers as 64 bits, numbers as doubles, every column nullable.
/// </summary>
internal static class ParquetFile
{
    public static async Task Write(ResultTable table, Stream file, CancellationToken cancellation)
    {
        var schema = new ParquetSchema(table.Columns.Select(Field));
        await using var writer = await ParquetWriter.CreateAsync(schema, file, cancellationToken: cancellation);
        using var group = writer.CreateRowGroup();
        for (var c = 0; c < table.Columns.Length; c++)
        {
            var column = c;
            var field = schema.DataFields[c];
            var values = table.Rows.Select(r => r[column]);
            await (table.Columns[c].Kind switch
            {
                ValueKind.Text or ValueKind.Json => group.WriteAsync(field, values.Select(v => v.IsMissing ? null! : v.Text).ToArray()),
                ValueKind.Integer => group.WriteAsync<long>(
                    field, values.Select(v => v.IsMissing ? null : (long?)v.Integer).ToArray(), cancellationToken: cancellation),
                _ => group.WriteAsync<double>(
                    field, values.Select(v => v.IsMissing ? null : (double?)v.Number).ToArray(), cancellationToken: cancellation),
            });
        }
        group.CompleteValidate();
    }

    private static DataField Field(ResultColumn column) => new(column.Name, column.Kind switch
    {
        ValueKind.Text or ValueKind.Json => typeof(string),
        ValueKind.Integer => typeof(long),
        _ => typeof(double),
    }, isNullable: true);
}
