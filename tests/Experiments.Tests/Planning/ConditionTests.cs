using Sweep.Experiments.Inputs;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Planning;

/// <summary>Parameters that are there only under a condition, and points that are left out.</summary>
public sealed class ConditionTests
{
    private static Listed Texts(params string[] texts) => new([.. texts.Select(ParameterValue.Of)]);

    private static SweepSpec Sweep(string? exclude, Sampler? sampler, params Axis[] axes) => Some.Sweep(sampler: sampler) with
    {
        Space = SearchSpace.Of([new("epochs", new Choice([1])), new("seed", new Choice([0])), .. axes]),
        Exclude = exclude,
        Program = new(["train"]),
    };

    private static readonly Axis[] Optimizers =
    [
        new("optimizer", Texts("adamw", "sgd")), new("momentum", new Choice([0.8, 0.9]) { When = "optimizer = sgd" }),
        new("nesterov", new Listed([ParameterValue.Of(true), ParameterValue.Of(false)]) { When = "momentum > 0.85" }), new("width", new Choice([16, 32])),
    ];

    private static string[] Trials(SweepSpec spec) => [.. Sampling.Trials(spec).Trials.Select(trial => trial.Canonical)];

    [Fact]
    public void AConditionalParameter_IsAbsentWhereItDoesNotHold_AndMakesNoDuplicates() => Assert.Equal(
        [
            "epochs=1 seed=0 optimizer=\"adamw\" width=16", "epochs=1 seed=0 optimizer=\"adamw\" width=32",
            "epochs=1 seed=0 momentum=0.8 optimizer=\"sgd\" width=16", "epochs=1 seed=0 momentum=0.8 optimizer=\"sgd\" width=32",
            "epochs=1 seed=0 momentum=0.9 nesterov=true optimizer=\"sgd\" width=16", "epochs=1 seed=0 momentum=0.9 nesterov=true optimizer=\"sgd\" width=32",
            "epochs=1 seed=0 momentum=0.9 nesterov=false optimizer=\"sgd\" width=16", "epochs=1 seed=0 momentum=0.9 nesterov=false optimizer=\"sgd\" width=32",
        ],
        Trials(Sweep(null, null, Optimizers)));

    [Fact]
    public void TheOrderOfWriting_DoesNotMatterToWhatIsThere()
    {
        var turned = Trials(Sweep(null, null, [.. Optimizers.Reverse()]));

        Assert.Equal(Trials(Sweep(null, null, Optimizers)).Order(StringComparer.Ordinal), turned.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Draws_AreThoseOfTheGridsValues_AndConditionsHoldForThemToo()
    {
        var drawn = Trials(Sweep("width = 32 and momentum < 0.85", new RandomSampling(200, 3), Optimizers));

        Assert.Equal(Trials(Sweep("width = 32 and momentum < 0.85", null, Optimizers)).Order(StringComparer.Ordinal), drawn.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void WhatIsExcluded_IsLeftOutAndCounted()
    {
        var sampled = Sampling.Trials(Sweep("lr > 1e-2 and width = 64", null, new("lr", new Choice([1e-3, 0.1])), new("width", new Choice([32, 64, 64]))));

        Assert.Equal([(1e-3, 32L), (1e-3, 64L), (0.1, 32L)], sampled.Trials.Select(trial => (trial.LearningRate, trial["width"]!.Value.Whole)));
        Assert.Equal((2, 1), (sampled.Merged, sampled.Excluded));
    }

    [Fact]
    public void WhereNothingIsLeft_ThatIsSaid() => Assert.Equal(
        "Sweep 'some' has no trial left: exclude leaves out all 2; narrow it.",
        Assert.Throws<BadInputException>(() => Sampling.Trials(Sweep("width > 1", null, new Axis("width", new Choice([2, 3]))))).Message);

    [Fact]
    public void ALargeProduct_OfWhichLittleIsThere_IsNoLargeGrid()
    {
        Axis[] many = [new("arm", Texts("a", "b", "c")), .. ((string[])["a", "b", "c"]).Select(arm => new Axis($"{arm}Size", new Integers(1, 1000, 1) { When = $"arm = {arm}" }))];

        Assert.Equal(3000, Sampling.Trials(Sweep(null, null, many)).Trials.Length);
    }

    [Fact]
    public void WithoutConditions_AGridOfTooManyTrials_IsRefusedAsEver_AndWithThemToo()
    {
        Axis[] large = [new("a", new Integers(1, 2000, 1)), new("b", new Integers(1, 1000, 1) { When = "a > 1" })];

        Assert.Contains("has more than 1000000 trials", Assert.Throws<BadInputException>(() => Sampling.Trials(Sweep(null, null, large))).Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Mistakes => new()
    {
        { "optimzer = sgd", "The sweep's momentum: when: there is no column 'optimzer'; did you mean 'optimizer'? (at character 1).\n  optimzer = sgd\n  ^" },
        { "optimizer = sdg", "The sweep's momentum: when: there is no optimizer 'sdg'; did you mean 'sgd'? (at character 13).\n  optimizer = sdg\n              ^" },
        { "optimizer > 5", "The sweep's momentum: when: optimizer is text, 5 is a number; write it in quotes (at character 13).\n  optimizer > 5\n              ^" },
        { "nesterov = true", "The sweep's momentum has a when that depends on momentum itself, by nesterov; let one of them always be there." },
        { "momentum = 1", "The sweep's momentum: when: there is no column 'momentum'; known are epochs, seed, optimizer, nesterov, width (at character 1).\n  momentum = 1\n  ^" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void ACondition_ThatCannotBe_IsRefusedWithTheRemedy(string when, string sentence)
    {
        Axis[] axes = [.. Optimizers.Select(axis => axis.Name == "momentum" ? axis with { Distribution = axis.Distribution with { When = when } } : axis)];

        Assert.Equal(sentence, Assert.Throws<BadInputException>(() => new SpaceConditions(Sweep(null, null, axes).Space, null, _ => new SpecPlace())).Message);
    }

    [Fact]
    public void TheBuiltInNetwork_NeedsAllOfItsParameters() => Assert.Equal(
        "The sweep's weightDecay has a when, and the built-in network needs all of its hyperparameters; leave it out.",
        Assert.Throws<BadInputException>(() => SpecRules.Check(Some.Sweep(weightDecay: new Choice([0]) { When = "lr > 1" }))).Message);

    [Fact]
    public void TheBuiltInNetwork_LeavesPointsOutToo() =>
        Assert.Equal([0.1], Sampling.Trials(Some.Sweep(lr: new Choice([0.1, 0.2])) with { Exclude = "lr > 0.15" }).Trials.Select(trial => trial.LearningRate));
}
