using System.CommandLine;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Tables;

namespace Sweep.Coordinator.Cli;

/// <summary>The options by which a command that answers with a table is told how to write it, and where to.</summary>
internal sealed class TableOutput
{
    private static readonly Dictionary<string, string> ByEnding =
        new(StringComparer.OrdinalIgnoreCase) { [".csv"] = "csv", [".json"] = "json", [".md"] = "md", [".parquet"] = "parquet" };

    private readonly Option<string?> format = new("--format")
    {
        Description = "How to write the answer (default: table; json with --json; with --out what the file's name ends in).",
        HelpName = string.Join('|', TableFormats.Names),
    };
    private readonly Option<string?> place = new("--out") { Description = "File to write instead of printing.", HelpName = "file" };

    public TableOutput(Command command)
    {
        format.TakesOneOf(TableFormats.Names);
        command.Options.Add(format);
        command.Options.Add(place);
    }

    /// <exception cref="BadInputException">The options contradict each other.</exception>
    public TableFormat Format(ParseResult parsed)
    {
        var (format, place, json) = (parsed.GetValue(this.format), parsed.GetValue(this.place), parsed.GetValue(GlobalOptions.Json));
        return (format, place) switch
        {
            (null, null) => json ? TableFormat.Json : TableFormat.Table,
            (null, { } file) => ByEnding.TryGetValue(Path.GetExtension(file), out var ending) ? TableFormats.Parse(ending)
                : throw new BadInputException(
                    $"--out: '{file}' should end in {string.Join(", ", ByEnding.Keys)}, or --format say what to write."),
            ("table", not null) =>
                throw new BadInputException("--format table is for terminals; into a file goes csv, json, md or parquet."),
            ("parquet", null) => throw new BadInputException("--format parquet is no text: name the file to write with --out."),
            ({ } other, null) when json && other != "json" =>
                throw new BadInputException($"--json and --format {other} contradict each other: leave one of them out."),
            ({ } other, _) => TableFormats.Parse(other),
        };
    }

    /// <returns>The exit code.</returns>
    public async Task<int> Write(ParseResult parsed, Terminal terminal, ResultTable table, CancellationToken cancellation)
    {
        var format = Format(parsed);
        if (table.Rows.IsEmpty)
            terminal.Say("The answer is empty: nothing fulfils the question.");
        if (parsed.GetValue(this.place) is { } place)
            return await parsed.Written(place, stream => Write(format, table, stream, cancellation), cancellation);
        if (format == TableFormat.Table)
            terminal.Out.Write(TerminalTable.Of(table));
        else
            await terminal.RawOut.WriteAsync(
                terminal.Out.Profile.Out.IsTerminal ? VisibleText.Lines(Text(format, table)) : Text(format, table));
        return ExitCode.Done;
    }

    private static async Task Write(TableFormat format, ResultTable table, Stream stream, CancellationToken cancellation)
    {
        if (format == TableFormat.Parquet)
            await ParquetFile.Write(table, stream, cancellation);
        else
            await stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(Text(format, table)), cancellation);
    }

    private static string Text(TableFormat format, ResultTable table) => format switch
    {
        TableFormat.Csv => Csv.Write(table),
        TableFormat.Markdown => Markdown.Write(table),
        _ => JsonRows.Write(table) + Environment.NewLine,
    };
}
