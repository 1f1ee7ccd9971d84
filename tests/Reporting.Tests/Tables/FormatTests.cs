using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Parquet;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Tests.Tables;

/// <summary>Every format is read back by something that did not write it.</summary>
public sealed class FormatTests
{
    private static ResultTable All(ImmutableArray<TrialRow> rows) => ResultsQuery.Parse(columns: string.Join(',', TrialColumns.BuiltIn.OfTrials.All.Select(c => c.Name))).Apply(rows);

    [Fact]
    public void Json_IsTheContractOfResults() => SomeTrials.Many.Sample(rows =>
        Assert.Equal(JsonSerializer.Serialize(rows.Select(ShownTrial.Of), SweepJson.Options), JsonRows.Write(ResultsQuery.Everything.Apply(rows))), iter: 300);

    [Fact]
    public void Json_ReadsBackExactly() => SomeTrials.Many.Sample(rows =>
    {
        var table = All(rows);
        var read = JsonNode.Parse(JsonRows.Write(table))!.AsArray();
        foreach (var (row, json) in table.Rows.Zip(read))
            Assert.Equal(row, table.Columns.Select(c => FromJson(c.Kind, json![c.Name])));
        Assert.Equal(table.Rows.Length, read.Count);
    }, iter: 300);

    private static Value FromJson(ValueKind kind, JsonNode? node) => (kind, node) switch
    {
        (_, null) => Value.Missing(kind),
        (ValueKind.Text, _) => Value.Of(node.GetValue<string>()),
        (ValueKind.Integer, _) => Value.Of(node.GetValue<long>()),
        _ when node.GetValueKind() == JsonValueKind.String => Value.Of(double.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture)),
        _ => Value.Of(node.GetValue<double>()),
    };

    [Theory]
    [InlineData("=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("a=1", "a=1")]
    public void Csv_TextThatASpreadsheetWouldCompute_IsDefused_NumbersAreNot(string text, string written) => Assert.Equal(
        $"agent,loss,count\r\n{written},-1.5,-2\r\n",
        Csv.Write(new([new("agent", ValueKind.Text), new("loss", ValueKind.Number), new("count", ValueKind.Integer)], [[Value.Of(text), Value.Of(-1.5), Value.Of(-2L)]])));

    [Fact]
    public void Csv_ReadsBackExactly_ButForTheApostropheBeforeAFormula() => SomeTrials.Many.Sample(rows =>
    {
        var table = All(rows);
        var lines = ReadCsv(Csv.Write(table));
        Assert.Equal(table.Columns.Select(c => c.Name), lines[0].Select(f => f.Text));
        Assert.Equal(table.Rows.Length, lines.Count - 1);
        foreach (var (row, line) in table.Rows.Zip(lines.Skip(1)))
            Assert.Equal(row.Select(v => v is { IsMissing: false, Kind: ValueKind.Text } ? Value.Of(SpreadsheetText.Of(v.Text)) : v), table.Columns.Zip(line, (c, f) => FromCsv(c.Kind, f)));
    }, iter: 300);

    private static Value FromCsv(ValueKind kind, (string Text, bool Quoted) field) => (kind, field) switch
    {
        (_, ("", false)) => Value.Missing(kind),
        (ValueKind.Text, _) => Value.Of(field.Text),
        (ValueKind.Integer, _) => Value.Of(long.Parse(field.Text, CultureInfo.InvariantCulture)),
        _ => Value.Of(double.Parse(field.Text, CultureInfo.InvariantCulture)),
    };

    /// <summary>RFC 4180, character by character.</summary>
    private static List<List<(string Text, bool Quoted)>> ReadCsv(string text)
    {
        List<List<(string, bool)>> lines = [];
        List<(string, bool)> line = [];
        for (var i = 0; i < text.Length;)
        {
            var field = new System.Text.StringBuilder();
            var quoted = text[i] == '"';
            if (quoted)
            {
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                {
                    if (text[i] == '"')
                        i++;
                    field.Append(text[i]);
                }
                i++;
            }
            else
            {
                for (; text[i] is not (',' or '\r'); i++)
                    field.Append(text[i]);
            }
            line.Add((field.ToString(), quoted));
            if (text[i] == ',')
            {
                i++;
                continue;
            }
            Assert.Equal("\r\n", text.Substring(i, 2));
            i += 2;
            lines.Add(line);
            line = [];
        }
        return lines;
    }

    [Fact]
    public async Task Parquet_ReadsBackExactly() => await SomeTrials.Many.SampleAsync(async rows => await ParquetReadsBack(All(rows)), iter: 60);

    [Fact]
    public async Task Parquet_TakesCalculatedColumns() =>
        await ParquetReadsBack(ResultsQuery.Parse(groupBy: "lr / batchSize", aggregates: "mean(valLoss * 2.5),count()").Apply([SomeTrials.Completed(), SomeTrials.Diverged()]));

    private static async Task ParquetReadsBack(ResultTable table)
    {
        using var file = new MemoryStream();
        await ParquetFile.Write(table, file, CancellationToken.None);
        file.Position = 0;
        await using var reader = await ParquetReader.CreateAsync(file);
        Assert.Equal(table.Columns.Select(c => c.Name), reader.Schema.DataFields.Select(f => f.Name));
        using var group = reader.OpenRowGroupReader(0);
        Assert.Equal(table.Rows.Length, group.RowCount);
        for (var c = 0; c < table.Columns.Length; c++)
        {
            var field = reader.Schema.DataFields[c];
            var read = table.Columns[c].Kind switch
            {
                ValueKind.Text => (await Read<string?>(table, m => group.ReadAsync(field, m!))).Select(Value.Of),
                ValueKind.Integer => (await Read<long?>(table, m => group.ReadAsync<long>(field, m))).Select(Value.Of),
                _ => (await Read<double?>(table, m => group.ReadAsync<double>(field, m))).Select(Value.Of),
            };
            Assert.Equal(table.Rows.Select(r => r[c]), read);
        }
    }

    private static async Task<T[]> Read<T>(ResultTable table, Func<Memory<T>, ValueTask> read)
    {
        var values = new T[table.Rows.Length];
        await read(values);
        return values;
    }

    [Fact]
    public void Markdown_KeepsOneRowOnOneLine()
    {
        var table = ResultsQuery.Parse(columns: "lr, cause").Apply([SomeTrials.Failed("a|b\nc <i>", lr: 0.1), SomeTrials.Pending(lr: 3.1622776601683794E-4)]);
        Assert.Equal("| lr | cause |\n| ---: | --- |\n| 0.1 | a\\|b<br>c &lt;i> |\n| 0.00031622776601683794 |  |\n", Markdown.Write(table));
    }

    [Fact]
    public void TheTerminal_ShowsSixDigits_AndFitsEightyColumns()
    {
        ImmutableArray<TrialRow> rows = [SomeTrials.Completed(lr: 3.1622776601683794E-4, valLoss: 1.23456789, seed: 1), SomeTrials.Diverged(), SomeTrials.Failed("\u001b[31mbroken")];
        var text = SomeSweep.Rendered(TerminalTable.Of(ResultsQuery.Everything.ForTerminal(rows).Apply(rows)));
        Assert.Contains("0.000316228", text, StringComparison.Ordinal);
        Assert.Contains("1.23457", text, StringComparison.Ordinal);
        Assert.Contains("NaN", text, StringComparison.Ordinal);
        Assert.Contains("–", text, StringComparison.Ordinal);
        Assert.Contains(rows[0].Trial.Value, text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80));
        Assert.DoesNotContain('\u001b', SomeSweep.Rendered(TerminalTable.Of(ResultsQuery.Parse(columns: "cause").Apply(rows))));
    }

    [Fact]
    public void TheTerminal_ShowsInstantsByTheReadersClock_WithItsZone()
    {
        var finished = new DateTimeOffset(2026, 1, 2, 20, 4, 5, TimeSpan.Zero);
        ImmutableArray<TrialRow> rows = [SomeTrials.Completed() with { Finished = finished }];
        var answer = ResultsQuery.Parse(columns: "finished").Apply(rows);

        Assert.Contains(Times.Zoned(finished), SomeSweep.Rendered(TerminalTable.Of(answer)), StringComparison.Ordinal);
        Assert.Contains("2026-01-02T20:04:05.000Z", Csv.Write(answer), StringComparison.Ordinal);
    }

    [Fact]
    public void ATableThatIsTooWide_BreaksNoNumber()
    {
        const string columns = "trial, run, lr, weightDecay, trainLoss, valLoss, valAccuracy, bestEpochValAccuracy, seconds, agent";
        ImmutableArray<TrialRow> rows = [SomeTrials.Completed(lr: 3.1622776601683794E-4, valLoss: 1.23456789)];
        var lines = SomeSweep.Rendered(TerminalTable.Of(ResultsQuery.Parse(columns: columns).Apply(rows))).TrimEnd('\n').Split('\n');

        Assert.Equal(2, lines.Length);
        Assert.Contains("0.000316228", lines[1], StringComparison.Ordinal);
        Assert.Contains("1.23457", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void FormatNames_AreRefusedByName()
    {
        Assert.Equal(Enum.GetValues<TableFormat>(), TableFormats.Names.Select(TableFormats.Parse));
        Assert.Contains("no format 'xlsx'", Assert.Throws<BadInputException>(() => TableFormats.Parse("xlsx")).Message, StringComparison.Ordinal);
    }
}
