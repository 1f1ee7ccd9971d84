using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;
using Sweep.Reporting.Html;
using Sweep.Reporting.Plots;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Tests.Exports;

/// <summary>A sweep of a program that has a text, a conditional and a whole number: wherever hyperparameters are shown, they are those.</summary>
public sealed class OwnParametersTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static readonly SearchSpace Space = SearchSpace.Of(
    [
        new("epochs", new Choice([2])), new("seed", new Choice([0, 1])), new("width", new Choice([16, 32])),
        new("optimizer", new Listed([ParameterValue.Of("adamw"), ParameterValue.Of("sgd")])), new("momentum", new Choice([0.5, 0.9]) { When = "optimizer = sgd" }),
    ]);

    private static TrialRow Row(string id, double accuracy, long width, string optimizer, double? momentum = null, long seed = 0) => Rows.Completed(id, accuracy) with
    {
        Hyperparameters = RunParameters.Of(
        [
            new("seed", ParameterValue.Of(seed)), new("width", ParameterValue.Of(width)), new("optimizer", ParameterValue.Of(optimizer)),
            .. momentum is { } m ? [new("momentum", ParameterValue.Of(m))] : Array.Empty<KeyValuePair<string, ParameterValue>>(),
        ]).For(2),
    };

    private static readonly TrialRow[] Trials =
        [Row("a", 0.5, 16, "adamw"), Row("b", 0.6, 16, "adamw", seed: 1), Row("c", 0.7, 32, "sgd", 0.9), Row("d", 0.1, 32, "sgd", 0.9, seed: 1), Row("e", 0.57, 32, "sgd", 0.5)];

    private static readonly SweepRecord Sweep = SomeSweep.Of(Trials) is var record
        ? record with { Spec = record.Spec with { Space = Space, Program = new ProgramSpec(["train"]), Model = new(ModelSpec.Program) } }
        : null!;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Columns_FollowTheSweep_AndWhatIsAbsentIsMissing()
    {
        var names = TrialColumns.Of(Sweep);
        var answer = ResultsQuery.Parse(where: "width = 32 and optimizer != adamw", sort: "-momentum, seed", columns: "trial, momentum", names: names).Apply(Trials);

        Assert.Equal(["epochs", "seed", "momentum", "optimizer", "width"], names.Parameters.Select(column => column.Name));
        Assert.Equal(["c 0.9", "d 0.9", "e 0.5"], answer.Rows.Select(row => string.Join(' ', row)));
        Assert.Equal(["adamw 2", "sgd 3"], ResultsQuery.Parse(groupBy: "optimizer", aggregates: "count()", names: names).Apply(Trials).Rows.Select(row => string.Join(' ', row)));
        Assert.Equal(["a", "b"], ResultsQuery.Parse(where: "ismissing(momentum)", columns: "trial", names: names).Apply(Trials).Rows.Select(row => row[0].Text));
    }

    [Fact]
    public void AcrossSweeps_ColumnsAreThoseOfAny() => Assert.Equal(
        ["lr", "epochs", "weightDecay", "batchSize", "seed", "momentum", "optimizer", "width"],
        TrialColumns.Of([Sweep.Spec, SomeSweep.Of([]).Spec], Trials).Parameters.Select(column => column.Name));

    [Fact]
    public void TheWinner_IsAConfigurationOfAllThatThereIs()
    {
        var winner = Sweep.Winner()!;

        Assert.Equal("epochs 2, momentum 0.5, optimizer sgd, width 32", winner.Configuration.ToString());
        Assert.Equal(0.57, winner.Mean);
        Assert.Equal(3, Leaderboard.Candidates(Sweep.Spec.Objective, Sweep.Trials).Length);
    }

    [Fact]
    public void Csv_HasThemAsColumns_EmptyWhereAbsent()
    {
        CsvExport.Write(Sweep, folder.Path);
        var lines = File.ReadAllLines(folder["trials.csv"]);

        Assert.StartsWith("sweep,trial,state,epochs,seed,momentum,optimizer,width,trainLoss,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("some,a,completed,2,0,,adamw,16,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("some,c,completed,2,0,0.9,sgd,32,", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Json_HasThemBesideTheKnownKeys()
    {
        var shown = JsonSerializer.SerializeToElement(ShownTrial.Of(Trials[2]), SweepJson.Options);

        Assert.Equal((32, "sgd", 0.9), (shown.GetProperty("width").GetInt32(), shown.GetProperty("optimizer").GetString(), shown.GetProperty("momentum").GetDouble()));
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("lr").ValueKind);
    }

    [Fact]
    public void ARow_TravelsWithThem()
    {
        foreach (var row in Trials)
            Assert.Equal(row, JsonSerializer.Deserialize<TrialRow>(JsonSerializer.Serialize(row, StrictJson.Options), StrictJson.Options));
    }

    [Fact]
    public void Optuna_TakesTextsForCategories_AndLeavesOutWhatIsAbsent()
    {
        OptunaExport.Write(Sweep, folder["study.log"]);
        var trials = File.ReadAllLines(folder["study.log"]).Where(line => line.Contains("\"params\"", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line).RootElement).ToList();

        Assert.Equal("""{"epochs":2,"seed":0,"optimizer":0,"width":16}""", trials[0].GetProperty("params").GetRawText());
        Assert.Equal("""{"epochs":2,"seed":0,"momentum":0.9,"optimizer":1,"width":32}""", trials[2].GetProperty("params").GetRawText());
        Assert.Equal("""{"name":"CategoricalDistribution","attributes":{"choices":["adamw","sgd"]}}""", trials[2].GetProperty("distributions").GetProperty("optimizer").GetString());
    }

    [Fact]
    public void TheReport_AndEveryPicture_SpeakOfThem()
    {
        var page = HtmlReport.Render(Sweep with { Trials = [.. Trials.Select(trial => trial with { Trial = new(trial.Trial.Value.PadRight(16, '0')) })] });

        Assert.Contains("<b>momentum 0.5, optimizer sgd, width 32</b>", page, StringComparison.Ordinal);
        Assert.Contains("<th>optimizer</th>", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(>| )NaN", page);
        Assert.DoesNotContain("learning rate", page, StringComparison.Ordinal);
    }

    [Fact]
    public void APlotByLearningRate_IsRefusedWhereThereIsNone() => Assert.Equal(
        "The plot 'lr' is by learning rate, and not every trial of sweep 'some' has an lr; choose one of curves, heatmap, parameter, importance, parallel, timeline.",
        Assert.Throws<BadInputException>(() => PlotCatalog.Draw("lr", Sweep)).Message);
}
