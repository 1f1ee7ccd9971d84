using CsCheck;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Sweeps;

public class SpecRulesTests
{
    private static readonly SearchSpace Space = Some.Sweep().Space;

    [Fact]
    public void EverySpecThatAFileCanSay_IsOne() => Some.Specs.Sample(SpecRules.Check);

    public static TheoryData<string> Nonsense => [.. Odd.Keys];

    private static readonly Dictionary<string, SweepSpec?> Odd = new()
    {
        ["nothing"] = null,
        ["no name"] = Some.Sweep() with { Name = null! },
        ["empty name"] = Some.Sweep() with { Name = "" },
        ["path as name"] = Some.Sweep() with { Name = "../../../tmp/x" },
        ["long name"] = Some.Sweep() with { Name = new string('x', 1100) },
        ["escape in name"] = Some.Sweep() with { Name = "a\e[31m" },
        ["unknown dataset"] = Some.Sweep() with { Dataset = new("../../etc", null, null) },
        ["huge dataset name"] = Some.Sweep() with { Dataset = new(new string('x', 10_000_000), null, null) },
        ["no images"] = Some.Sweep() with { Dataset = new(DatasetSpec.Shapes10, -1, null) },
        ["too many images"] = Some.Sweep() with { Dataset = new(DatasetSpec.Shapes10, null, int.MaxValue) },
        ["unknown model"] = Some.Sweep() with { Model = new("x") },
        ["time for a real model"] = Some.Sweep() with { Model = new(ModelSpec.NotebookCnn, 20) },
        ["no objective"] = Some.Sweep() with { Objective = null! },
        ["objective without a name"] = Some.Sweep() with { Objective = new(null!, true) },
        ["objective of no metric's name"] = Some.Sweep() with { Objective = new("val accuracy", true) },
        ["objective that is not measured"] = Some.Sweep() with { Objective = new("f1", true) },
        ["precision"] = Some.Sweep() with { Precision = (Precision)7 },
        ["arithmetic"] = Some.Sweep() with { Arithmetic = "abacus" },
        ["no checkpoint"] = Some.Sweep() with { CheckpointEvery = new() },
        ["checkpoints of no epoch"] = Some.Sweep() with { CheckpointEvery = new(Epochs: 0) },
        ["checkpoints of no time"] = Some.Sweep() with { CheckpointEvery = new(Seconds: double.NaN) },
        ["attempts"] = Some.Sweep() with { MaxAttempts = -1 },
        ["no draws"] = Some.Sweep(sampler: new RandomSampling(0, 0)),
        ["too many draws"] = Some.Sweep(sampler: new RandomSampling(200_000_000, 0)),
        ["no space"] = Some.Sweep() with { Space = null! },
        ["no axis"] = Some.Sweep() with { Space = Space with { Seed = null! } },
        ["nothing to choose"] = Some.Sweep() with { Space = Space with { LearningRate = new Choice([]) } },
        ["choice of nothing"] = Some.Sweep() with { Space = Space with { LearningRate = new Choice(null!) } },
        ["lr NaN"] = Some.Sweep(lr: new Choice([double.NaN])),
        ["lr infinite"] = Some.Sweep(lr: new Choice([double.PositiveInfinity])),
        ["minus zero"] = Some.Sweep(weightDecay: new Choice([-0.0])),
        ["epochs 0"] = Some.Sweep(epochs: new Choice([0])),
        ["half an epoch"] = Some.Sweep(epochs: new Choice([1.5])),
        ["batch 0"] = Some.Sweep(batchSize: new Choice([0])),
        ["seed below 0"] = Some.Sweep(seed: new Choice([-1])),
        ["step 0"] = Some.Sweep(epochs: new Integers(1, 5, 0)),
        ["step below 0"] = Some.Sweep(epochs: new Integers(5, 1, -1)),
        ["count 0"] = Some.Sweep(lr: new Linear(0.1, 0.2, 0)),
        ["count huge"] = Some.Sweep(lr: new Linear(0.1, 0.2, int.MaxValue)),
        ["reversed"] = Some.Sweep(lr: new Log(0.2, 0.1, 3)),
        ["log of 0"] = Some.Sweep(weightDecay: new Log(0, 0.1, 3)),
        ["no digits"] = Some.Sweep(lr: new Linear(0.1, 0.2, 3, 0)),
        ["per decade 0"] = Some.Sweep(lr: new Log(0.1, 0.2, null, PerDecade: 0)),
        ["per decade and count"] = Some.Sweep(lr: new Log(0.1, 0.2, 3, PerDecade: 3)),
        ["grid of a continuous range"] = Some.Sweep(lr: new Linear(0.1, 0.2, null)),
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_IsRefusedInOneSentence(string which)
    {
        var sentence = Assert.Throws<BadInputException>(() => SpecRules.Check(Odd[which])).Message;
        Assert.EndsWith(".", sentence, StringComparison.Ordinal);
        Assert.InRange(sentence.Length, 10, 600);
        Assert.DoesNotContain('\e', sentence);
    }

    [Fact]
    public void DrawsBeyondTheLimit_AreRefusedBeforeAnyIsMade() =>
        Assert.Throws<BadInputException>(() => Sampling.Trials(Some.Sweep(sampler: new RandomSampling(int.MaxValue, 0))));

    [Theory]
    [InlineData("lab-1", "lab-1")]
    [InlineData("", "agent")]
    [InlineData("--", "agent")]
    [InlineData("my host!", "my host")]
    [InlineData("-\e[31mred", "31mred")]
    [InlineData("a/b", "a-b")]
    public void MachineOfAnyName_GivesItsAgentOne(string machine, string name)
    {
        Assert.Equal(name, Names.AgentFor(machine));
        Assert.True(Names.IsAgent(name));
    }

    [Fact]
    public void EveryNameMadeForAnAgent_IsOne() => Gen.String.Sample(machine => Names.IsAgent(Names.AgentFor(machine)));

    [Theory]
    [InlineData("no", false)]
    [InlineData("off", false)]
    [InlineData("False", false)]
    [InlineData("yes", true)]
    [InlineData("on", true)]
    public void SharingInWords_MeansWhatItSays(string word, bool sharing) =>
        Assert.Equal(sharing, SweepFile.Parse($"name: a\ndataset: shapes10\nspace: {{ lr: 1e-3, epochs: 1 }}\nsharing: {word}\n", "a.yaml").Sharing);

    [Theory]
    [InlineData("space:\n\tlr: 1e-3\n\tepochs: 1", "line 4", "tab")]
    [InlineData("space: { lr: 1e-3, epochs: { integers: [10, 1], step: -1 } }", "line 3", "{ integers: [1, 10], step: 1 }")]
    [InlineData("space: { lr: { linear: [3e-3, 1e-3], count: 0 }, epochs: 1 }", "line 3", "{ linear: [1e-3, 3e-3], count: 5 }")]
    [InlineData("space: { lr: { log: [1e-1, 0.001], count: -2 }, epochs: 1 }", "line 3", "{ log: [0.001, 1e-1], count: 5 }")]
    [InlineData("space: { lr: 1e-3, epochs: 1 }\nsharing: perhaps", "line 4", "write true or false")]
    public void WhatCannotBeMeant_IsOneSentenceWithARemedyThatWorks(string rest, string line, string remedy)
    {
        var sentence = Assert.Throws<BadInputException>(() => SweepFile.Parse($"name: a\ndataset: shapes10\n{rest}\n", "a.yaml")).Message;
        Assert.Contains(line, sentence, StringComparison.Ordinal);
        Assert.Contains(remedy, sentence, StringComparison.Ordinal);
    }
}
