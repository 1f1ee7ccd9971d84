using Sweep.Experiments.Inputs;

namespace Sweep.Reporting.Tables;

/// <summary>
/// How an answer is written: for people (table, Markdown) or for programs (the others, with every digit of every number).
/// </summary>
internal enum TableFormat { Table, Json, Csv, Markdown, Parquet }

internal static class TableFormats
{
    public static readonly IReadOnlyList<string> Names = ["table", "json", "csv", "md", "parquet"];

    public static TableFormat Parse(string name) => name switch
    {
        "table" => TableFormat.Table,
        "json" => TableFormat.Json,
        "csv" => TableFormat.Csv,
        "md" => TableFormat.Markdown,
        "parquet" => TableFormat.Parquet,
        _ => throw new BadInputException($"--format: there is no format '{name}'; known are {string.Join(", ", Names)}."),
    };
}
