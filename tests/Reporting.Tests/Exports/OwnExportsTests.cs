using System.Globalization;
using System.Text.Json;
using ParquetSharp;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Exports;

/// <summary>A program's hyperparameters and metrics in every export: a text, a conditional number, a truth value, and a metric of its own, to the last bit.</summary>
public sealed class OwnExportsTests : IDisposable
{
    private static readonly double Third = 1 / 3.0;

    private static readonly SweepRecord Sweep = SomeProgram.Grid(
    [
        (new() { ["optimizer"] = ParameterValue.Of("adamw"), ["width"] = ParameterValue.Of(16L), ["bias"] = ParameterValue.Of(true) }, 0, Third),
        (new() { ["optimizer"] = ParameterValue.Of("sgd, plain"), ["width"] = ParameterValue.Of(32L), ["bias"] = ParameterValue.Of(false), ["momentum"] = ParameterValue.Of(.9) }, 1, .7),
    ]);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Parquet_HasAColumnForEach_OfItsOwnType()
    {
        await ParquetExport.Write(Sweep, folder.Path);

        using var file = new ParquetFileReader(folder["trials.parquet"]);
        Assert.Equal(["adamw", "sgd, plain"], Column<string>(file, "optimizer"));
        Assert.Equal([16, 32], Column<long?>(file, "width"));
        Assert.Equal([null, .9], Column<double?>(file, "momentum"));
        Assert.Equal([Third, .7], Column<double?>(file, "f1"));
        Assert.Equal([Third, .7], Column<double?>(file, "bestEpochValue"));
        using var epochs = new ParquetFileReader(folder["epochs.parquet"]);
        Assert.Equal([Third, .7], Column<double?>(epochs, "f1"));
    }

    [Fact]
    public void Csv_HasThem_AndWhatIsAbsentIsEmpty()
    {
        CsvExport.Write(Sweep, folder.Path);

        var lines = File.ReadAllLines(folder["trials.csv"]);
        var names = lines[0].Split(',').ToList();
        var first = lines[1].Split(',');
        Assert.Equal("adamw", first[names.IndexOf("optimizer")]);
        Assert.Equal("", first[names.IndexOf("momentum")]);
        Assert.Equal("true", first[names.IndexOf("bias")]);
        Assert.Equal(Third, double.Parse(first[names.IndexOf("f1")], CultureInfo.InvariantCulture));
        Assert.Contains("\"sgd, plain\"", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_HasThemUnderTheirNames()
    {
        JsonExport.Write(Sweep, folder["sweep.json"]);

        var trial = JsonDocument.Parse(File.ReadAllText(folder["sweep.json"])).RootElement.GetProperty("trials")[1];
        Assert.Contains("\"momentum\":0.9", trial.GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("\"f1\":0.7", trial.GetRawText().Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Mlflow_HasAParameterAndAMetricForEach()
    {
        MlflowExport.Write(Sweep, folder.Path);

        var (first, second) = (Run(0), Run(1));
        Assert.Equal("adamw", File.ReadAllText(Path.Combine(first, "params", "optimizer")));
        Assert.False(File.Exists(Path.Combine(first, "params", "momentum")));
        Assert.Equal("0.9", File.ReadAllText(Path.Combine(second, "params", "momentum")));
        Assert.Equal("32", File.ReadAllText(Path.Combine(second, "params", "width")));
        Assert.Equal(Third, double.Parse(File.ReadAllText(Path.Combine(first, "metrics", "f1")).Split(' ')[1], CultureInfo.InvariantCulture));
        Assert.False(File.Exists(Path.Combine(first, "metrics", "valLoss")));

        string Run(int trial) => Path.Combine(folder.Path, MlflowExport.ExperimentId("own"), MlflowExport.RunIdOf(Sweep.Trials[trial].Trial));
    }

    [Fact]
    public void TensorBoard_NamesTheTrialByThem_AndHasTheMetricByItsName()
    {
        TensorBoardExport.Write(Sweep, folder.Path);

        var file = Assert.Single(Directory.GetFiles(folder.Path, "events.*", SearchOption.AllDirectories), name => name.Contains("optimizer=sgd__plain", StringComparison.Ordinal));
        // summary.proto: the tag is field 1, the value field 2 as a single.
        var scalar = new byte[] { 0x0a, 2, (byte)'f', (byte)'1', 0x15 }.Concat(BitConverter.GetBytes(.7f)).ToArray();
        Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf(scalar) > 0);
        Assert.DoesNotContain("momentum", Assert.Single(Directory.GetFiles(folder.Path, "events.*", SearchOption.AllDirectories), name => name.Contains("optimizer=adamw", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public void Optuna_HasTheObjective_AndItsDirection()
    {
        OptunaExport.Write(Sweep, folder["study.log"]);

        var lines = File.ReadAllLines(folder["study.log"]).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Contains(lines, line => line.TryGetProperty("directions", out var directions) && directions[0].GetInt32() == 2);
        Assert.Contains(lines, line => line.TryGetProperty("value", out var value) && value.GetDouble() == Third);
        Assert.Contains(lines, line => line.TryGetProperty("params", out var values) && values.TryGetProperty("momentum", out var momentum) && momentum.GetDouble() == .9);
    }

    [Fact]
    public void Compare_SaysInWhichTheyDiffer_AndWhatEachMeasured()
    {
        var comparison = Comparison.Of(Sweep, Sweep.Trials[0], Sweep.Trials[1]);

        Assert.Equal(["seed", "bias", "momentum", "optimizer", "width"], comparison.Hyperparameters.Select(one => one.Name).Except(["epochs"]));
        Assert.Equal(.7 - Third, Assert.Single(comparison.Metrics, metric => metric.Name == "f1").Difference.Number, 12);
    }

    private static T[] Column<T>(ParquetFileReader file, string name)
    {
        using var group = file.RowGroup(0);
        using var column = group.Column(file.FileMetaData.Schema.ColumnIndex(name)).LogicalReader<T>();
        return column.ReadAll((int)group.MetaData.NumRows);
    }
}
