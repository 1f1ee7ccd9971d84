using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Xunit;

namespace Sweep.Experiments.Tests.Sweeps;

public class ObjectiveTests
{
    [Fact]
    public void TheTwoThatAreKnown_AreOneWord_AndEveryOtherNamesItsDirection()
    {
        Assert.Equal("\"valAccuracy\"", JsonSerializer.Serialize(Objective.ValAccuracy));
        Assert.Equal("\"valLoss\"", JsonSerializer.Serialize(Objective.ValLoss));
        Assert.Equal("""{"maximize":"f1"}""", JsonSerializer.Serialize(new Objective("f1", true)));
        Assert.Equal("""{"minimize":"perplexity"}""", JsonSerializer.Serialize(new Objective("perplexity", false)));
        Assert.All(
            [Objective.ValAccuracy, Objective.ValLoss, new("f1", true), new("trainLoss", false)],
            objective => Assert.Equal(objective, JsonSerializer.Deserialize<Objective>(JsonSerializer.Serialize(objective))));
    }

    [Theory]
    [InlineData("\"f1\"")]
    [InlineData("{}")]
    [InlineData("""{"maximise":"f1"}""")]
    [InlineData("""{"maximize":1}""")]
    [InlineData("""{"maximize":"f1","minimize":"f2"}""")]
    [InlineData("1")]
    public void WhatIsNoObjective_IsNotReadAsOne(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Objective>(json));

    [Theory]
    [InlineData("max:f1", "{ maximize: f1 }")]
    [InlineData("min:f1", "{ minimize: f1 }")]
    [InlineData("maximize:trainLoss", "{ maximize: trainLoss }")]
    [InlineData("min:valLoss", "valLoss")]
    [InlineData("valAccuracy", "valAccuracy")]
    public void OnTheCommandLine_ItIsShort(string text, string meant) =>
        Assert.Equal(meant, ObjectiveText.Read(text, new OptionPlace("--objective")).ToString());

    [Theory]
    [InlineData("{ minimize: trainLoss }")]
    [InlineData("{minimize: trainLoss}")]
    public void AFile_NamesTheMetricAndItsDirection(string written)
    {
        var spec = SweepFile.Parse($"name: a\ndataset: shapes10\nspace: {{ lr: 1e-3, epochs: 1 }}\nobjective: {written}\n", "a.yaml");
        Assert.Equal(new Objective("trainLoss", false), spec.Objective);
        Assert.Equal(spec, SweepFile.Parse(SweepFileText.Of(spec), "again.yaml"));
    }

    [Fact]
    public void TheBestEpoch_IsTheOneWithTheBestObjective_AndNeverOneThatDiverged()
    {
        EpochMetrics[] curve =
        [
            EpochMetrics.Of(1, [new("f1", 0.5), new("loss", 3)], 1), EpochMetrics.Of(2, [new("f1", 0.75), new("loss", 2)], 1),
            EpochMetrics.Of(3, [new("f1", 0.75), new("loss", 1)], 1), EpochMetrics.Of(4, [new("f1", 1), new("loss", double.NaN)], 1),
        ];
        var result = new Objective("f1", true).ResultAt(curve, 4);
        Assert.Equal((2, 0.75, 1.0, 4.0), (result.BestEpoch, result.BestEpochValues!["f1"], result.Values["f1"], result.Seconds));
        Assert.Equal(3, new Objective("loss", false).ResultAt(curve, 4).BestEpoch);
        Assert.Equal((0, null), new Objective("recall", true).ResultAt(curve, 4) is var none ? (none.BestEpoch, none.BestEpochValues) : default);
    }
}
