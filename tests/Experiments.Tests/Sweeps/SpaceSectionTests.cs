using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Sweeps;

/// <summary>The space of a person's own program: any names, and values of any kind.</summary>
public sealed class SpaceSectionTests
{
    private static SearchSpace Read(string space) =>
        SpaceSection.Read(new("my.yaml", "", (YamlMap)YamlTree.Parse($"space:\n  {space}", "my.yaml")), new GridSampling(), ofProgram: true);

    private static string Refusal(string space) => Assert.Throws<BadInputException>(() => Read(space)).Message;

    private static Listed Texts(params string[] texts) => new([.. texts.Select(ParameterValue.Of)]);

    [Fact]
    public void Numbers_Texts_AndTruthValues_AreToldApartByHowTheyAreWritten()
    {
        var space = Read("{ width: [16, 32], dropout: [0, 0.25], optimizer: [adamw, sgd], bias: [true, false], kernel: ['3', '5'], depth: { integers: [2, 4] }, momentum: 0.9 }");

        Assert.Equal(new Choice([16, 32]), space["width"]);
        Assert.Equal(new Choice([0, 0.25]), space["dropout"]);
        Assert.Equal(Texts("adamw", "sgd"), space["optimizer"]);
        Assert.Equal(new Listed([ParameterValue.Of(true), ParameterValue.Of(false)]), space["bias"]);
        Assert.Equal(Texts("3", "5"), space["kernel"]);
        Assert.Equal(new Integers(2, 4, 1), space["depth"]);
        Assert.Equal(new Choice([0.9]), space["momentum"]);
    }

    [Fact]
    public void EpochsAndSeed_AreThereEvenWhereNothingIsSaid_AndNothingElseIs() =>
        Assert.Equal(SearchSpace.Of([new("epochs", new Choice([1])), new("seed", new Choice([0])), new("width", new Choice([16]))]), Read("width: 16"));

    [Theory]
    [InlineData("width: [16, wide]", "my.yaml, line 2: width 'wide' is of another kind than '16'; write only numbers, only true and false, or only text (a number that is meant as text in quotes).")]
    [InlineData("bias: [true, 'true']", "my.yaml, line 2: bias 'true' is of another kind than 'true'; write only numbers, only true and false, or only text (a number that is meant as text in quotes).")]
    [InlineData("drop-out: 0.5", "my.yaml, line 2: space 'drop-out' must be letters, digits and '_', at most 64, and start with a letter.")]
    [InlineData("state: [a, b]", "my.yaml, line 2: space 'state' means something else in Sweep; call it for instance stateOf or myState.")]
    [InlineData("mask: 0x1F", "my.yaml, line 2: mask '0x1F' is not a decimal number; if it is meant as text, write it in quotes.")]
    [InlineData("rate: nan", "my.yaml, line 2: rate 'nan' is not a finite number; if it is meant as text, write it in quotes.")]
    [InlineData("optimizer: []", "my.yaml, line 2: optimizer is an empty list; write for instance optimizer: [0.1, 0.2].")]
    [InlineData("optimizer:", "my.yaml, line 2: optimizer has no value; write for instance optimizer: [one, another].")]
    [InlineData("layers: [[1, 2], [3]]", "my.yaml, line 2: layers cannot be a list; write for instance layers: [one, another].")]
    [InlineData("lr: fast", "my.yaml, line 2: lr 'fast' is not a number; write for instance lr: 1e-3.")]
    [InlineData("dropout: { linear: [0, 0.5] }", "my.yaml, line 2: dropout is a range without a count, which a grid cannot enumerate; write { linear: [0, 0.5], count: 5 }, or draw from it with sampler: { random: { trials: 20 } }.")]
    public void WhatCannotBe_IsRefused_WithTheRemedy(string space, string sentence) => Assert.Equal(sentence, Refusal(space));

    [Fact]
    public void AConditionalOne_HasItsValuesAndItsCondition()
    {
        var space = Read("{ optimizer: [adamw, sgd], momentum: { values: [0.8, 0.9], when: optimizer = sgd }, warmup: { log: [1, 100], count: 3, when: 'momentum > 0.85' }, nesterov: { values: true, when: optimizer = sgd } }");

        Assert.Equal(new Choice([0.8, 0.9]) { When = "optimizer = sgd" }, space["momentum"]);
        Assert.Equal(new Log(1, 100, 3, 6) { When = "momentum > 0.85" }, space["warmup"]);
        Assert.Equal(new Listed([ParameterValue.Of(true)]) { When = "optimizer = sgd" }, space["nesterov"]);
    }

    [Theory]
    [InlineData("momentum: { values: [0.8], when: optimizer = sgd }", "my.yaml, line 2: momentum: when: there is no column 'optimizer'")]
    [InlineData("momentum: { values: [0.8], linear: [0, 1] }", "my.yaml, line 2: momentum has values and something else; keep one of them.")]
    [InlineData("momentum: { values: [] }", "my.yaml, line 2: momentum.values cannot be a list; write for instance values: [0.8, 0.9].")]
    [InlineData("seed: { values: [0, 1], when: lr > 1 }", "my.yaml, line 2: seed is there in every trial; leave its when out.")]
    public void AConditionalOne_ThatCannotBe_IsRefused(string space, string sentence) => Assert.StartsWith(sentence, Refusal(space), StringComparison.Ordinal);

    [Fact]
    public void ASpaceWrittenOut_ReadsBackAsItWas()
    {
        var space = Read("{ optimizer: [adamw, 'a \"b\"'], momentum: { values: [0.8, 0.9], when: optimizer = adamw }, warmup: { log: [1, 100], count: 3, when: 'momentum > 0.85' }, bias: true, depth: { integers: [2, 8], step: 2, when: bias = true } }");
        var written = string.Join(", ", space.Axes.Select(axis => $"{axis.Name}: {SweepFileText.Of(axis.Distribution)}"));

        Assert.Equal(space, Read($"{{ {written} }}"));
    }
}
