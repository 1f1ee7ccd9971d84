using System.Globalization;
using System.Text;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Exports;

namespace Sweep.Reporting.Tests.Exports;

public sealed class CsvExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Trials_ReadBack_BitForBit()
    {
        var sweep = Some.EventfulSweep();

        CsvExport.Write(sweep, folder.Path);

        var rows = ReadCsv(folder["trials.csv"]);
        Assert.Equal(sweep.Trials.Length + 1, rows.Count);
        var column = rows[0].ToList();
        foreach (var (trial, row) in sweep.Trials.Zip(rows.Skip(1)))
        {
            Assert.Equal(trial.Trial.Value, row[column.IndexOf("trial")]);
            Assert.Equal(trial.LearningRate, Number(row[column.IndexOf("lr")]));
            Assert.Equal(trial.ValLoss, row[column.IndexOf("valLoss")] is { Length: > 0 } text ? Number(text) : null);
            Assert.Equal(trial.Cause ?? "", row[column.IndexOf("cause")]);
        }
    }

    [Fact]
    public void Epochs_StandOnceForEachRun_NotForEachTrial()
    {
        var sweep = Some.EventfulSweep();

        CsvExport.Write(sweep, folder["grid.csv"]);

        Assert.Equal(sweep.Curves.Values.Sum(c => c.Length) + 1, ReadCsv(folder["grid.epochs.csv"]).Count);
        Assert.True(File.Exists(folder["grid.csv"]));
    }

    [Fact]
    public void Twice_IsTheSameAsOnce()
    {
        CsvExport.Write(Some.EventfulSweep(), folder.Path);
        var once = File.ReadAllText(folder["trials.csv"]);

        CsvExport.Write(Some.EventfulSweep(), folder.Path);

        Assert.Equal(once, File.ReadAllText(folder["trials.csv"]));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void CausesWithQuotesCommasAndLines_StayOneField()
    {
        var sweep = Some.SweepRecord(lrs: [1e-3], epochs: [1], seeds: [0]);
        const string cause = "first, \"second\"\r\nthird\nfourth";

        CsvExport.Write(sweep with { Trials = [sweep.Trials[0] with { State = TrialState.Failed, Cause = cause }] }, folder.Path);

        Assert.Equal(cause, ReadCsv(folder["trials.csv"])[1][^1]);
    }

    public void Dispose() => folder.Dispose();

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>RFC 4180, read by its grammar.</summary>
    private static List<List<string>> ReadCsv(string path)
    {
        var (rows, row, field, quoted) = (new List<List<string>>(), new List<string>(), new StringBuilder(), false);
        var text = File.ReadAllText(path);
        for (var i = 0; i < text.Length; i++)
            switch (text[i])
            {
                case '"' when quoted && i + 1 < text.Length && text[i + 1] == '"': field.Append('"'); i++; break;
                case '"': quoted = !quoted; break;
                case ',' when !quoted: row.Add(field.ToString()); field.Clear(); break;
                case '\r' when !quoted: break;
                case '\n' when !quoted: row.Add(field.ToString()); field.Clear(); rows.Add(row); row = []; break;
                default: field.Append(text[i]); break;
            }
        return rows;
    }
}
