using System.Globalization;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Exports;
using Sweep.Reporting.Plots;
using YamlDotNet.Serialization;

namespace Sweep.Reporting.Tests.Exports;

/// <summary>The layout as MLflow's FileStore reads it: ids that pass its checks, the keys it needs, one file for each parameter, tag and metric.</summary>
public sealed class MlflowExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Experiment_HasTheSweepsName_AndARunForEveryTrial()
    {
        var sweep = Some.EventfulSweep();

        MlflowExport.Write(sweep, folder.Path);

        var experiment = Assert.Single(Directory.GetDirectories(folder.Path));
        var meta = Yaml(Path.Combine(experiment, "meta.yaml"));
        Assert.Equal(Path.GetFileName(experiment), meta["experiment_id"]);
        Assert.Matches("^[0-9]{18}$", meta["experiment_id"]!);
        Assert.Equal("shapes-grid", meta["name"]);
        Assert.Equal("active", meta["lifecycle_stage"]);
        Assert.Equal(new Uri(experiment).AbsoluteUri, meta["artifact_location"]);
        Assert.Equal(sweep.Trials.Length, Directory.GetDirectories(experiment).Length);
    }

    [Fact]
    public void Run_CarriesParameters_MetricsByEpoch_AndItsState()
    {
        var sweep = Some.SweepRecord();
        var trial = sweep.Trials[2];

        MlflowExport.Write(sweep, folder.Path);

        var run = Path.Combine(folder.Path, MlflowExport.ExperimentId("shapes-grid"), MlflowExport.RunIdOf(trial.Trial));
        var meta = Yaml(Path.Combine(run, "meta.yaml"));
        Assert.Equal(Path.GetFileName(run), meta["run_id"]);
        Assert.Equal(meta["run_id"], meta["run_uuid"]);
        Assert.Equal(MlflowExport.ExperimentId("shapes-grid"), meta["experiment_id"]);
        Assert.Equal("3", meta["status"]);
        Assert.Equal("0.0001", File.ReadAllText(Path.Combine(run, "params", "lr")));
        Assert.Equal("10", File.ReadAllText(Path.Combine(run, "params", "epochs")));
        Assert.Equal("completed", File.ReadAllText(Path.Combine(run, "tags", "sweep.state")));
        Assert.Equal("3f68077", File.ReadAllText(Path.Combine(run, "tags", "mlflow.source.git.commit")));
        Assert.Equal("3f68077", meta["source_version"]);
        Assert.Equal(sweep.Source, File.ReadAllText(Path.Combine(run, "artifacts", "sweep.yaml")));
        Assert.Equal(1 + 10, File.ReadAllLines(Path.Combine(run, "artifacts", "curve.csv")).Length);
        var lines = File.ReadAllLines(Path.Combine(run, "metrics", "valAccuracy")).Select(l => l.Split(' ')).ToArray();
        Assert.Equal(sweep.CurveOf(trial).Select(m => m.ValAccuracy), lines.Select(l => double.Parse(l[1], CultureInfo.InvariantCulture)));
        Assert.Equal(Enumerable.Range(1, 10), lines.Select(l => int.Parse(l[2], CultureInfo.InvariantCulture)));
        Assert.All(lines, l => Assert.InRange(long.Parse(l[0], CultureInfo.InvariantCulture), Some.Monday.ToUnixTimeMilliseconds(), Some.Monday.AddDays(1).ToUnixTimeMilliseconds()));
    }

    [Theory]
    [InlineData(TrialState.Diverged, "4")]
    [InlineData(TrialState.Failed, "4")]
    [InlineData(TrialState.Pending, "2")]
    [InlineData(TrialState.Running, "1")]
    public void State_IsSaidInMlflowsWords(TrialState state, string status)
    {
        var sweep = Some.SweepRecord(lrs: [10], epochs: [4], seeds: [0], fate: _ => state);

        MlflowExport.Write(sweep, folder.Path);

        Assert.Equal(status, Yaml(Assert.Single(Directory.GetFiles(folder.Path, "meta.yaml", SearchOption.AllDirectories), f => f.Contains(sweep.Trials[0].Trial.Value, StringComparison.Ordinal)))["status"]);
    }

    [Fact]
    public void Winner_HasThePicturesOfTheSweep()
    {
        var sweep = Some.SweepRecord();

        MlflowExport.Write(sweep, folder.Path);

        var pictures = Directory.GetFiles(folder.Path, "*.svg", SearchOption.AllDirectories);
        Assert.Equal(PlotCatalog.Names.Order(), pictures.Select(Path.GetFileNameWithoutExtension).Order());
        Assert.All(pictures, p => Assert.Contains(MlflowExport.RunIdOf(sweep.View.Best.Trial!.Value), p, StringComparison.Ordinal));
    }

    [Fact]
    public void TrialThatLeftTheGrid_LeavesTheExport_AndWhatMlflowAddedStays()
    {
        MlflowExport.Write(Some.SweepRecord(lrs: [1e-3, 2e-3]), folder.Path);
        var (gone, noted) = (RunOf(Some.SweepRecord(lrs: [2e-3]).Trials[0].Trial), RunOf(Some.SweepRecord(lrs: [2e-3]).Trials[1].Trial));
        File.WriteAllText(Path.Combine(noted, "tags", "mlflow.note.content"), "mine");

        MlflowExport.Write(Some.SweepRecord(lrs: [1e-3]), folder.Path);

        Assert.False(Directory.Exists(gone));
        Assert.Equal(["mlflow.note.content"], Directory.GetFiles(noted, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
        Assert.True(Directory.Exists(RunOf(Some.SweepRecord(lrs: [1e-3]).Trials[0].Trial)));
    }

    private string RunOf(TrialId trial) => Path.Combine(folder.Path, MlflowExport.ExperimentId("shapes-grid"), MlflowExport.RunIdOf(trial));

    [Fact]
    public void Twice_IsTheSameAsOnce()
    {
        MlflowExport.Write(Some.EventfulSweep(), folder.Path);
        var once = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllText);

        MlflowExport.Write(Some.EventfulSweep(), folder.Path);

        Assert.Equal(once, Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllText));
    }

    public void Dispose() => folder.Dispose();

    private static Dictionary<string, string?> Yaml(string path) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<string, object?>>(File.ReadAllText(path)).ToDictionary(p => p.Key, p => p.Value as string);
}
