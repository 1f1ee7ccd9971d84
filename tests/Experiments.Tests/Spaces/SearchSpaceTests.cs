using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Spaces;

public sealed class SearchSpaceTests
{
    private static readonly SearchSpace Own = SearchSpace.Of(
    [
        new("width", new Choice([16, 32])), new("optimizer", new Listed([ParameterValue.Of("adamw"), ParameterValue.Of("sgd")])),
        new("seed", new Choice([0])), new("bias", new Listed([ParameterValue.Of(true)])), new("epochs", new Choice([5])),
        new("momentum", new Linear(0.8, 0.9, 2) { When = "optimizer = sgd" }),
    ]);

    [Fact]
    public void TheFiveKnownOnes_AreWrittenInTheirOrder() => Assert.Equal(
        ["lr", "epochs", "weightDecay", "batchSize", "seed"],
        JsonSerializer.SerializeToElement(new SearchSpace(new Log(1e-3, 0.1, 3), new Choice([1, 3]), new Linear(0, 1, 2), new Integers(8, 16, 8), new Choice([0])))
            .EnumerateObject().Select(property => property.Name));

    [Fact]
    public void AnySpace_ComesBackFromJson_InItsOrder()
    {
        var read = JsonSerializer.Deserialize<SearchSpace>(JsonSerializer.Serialize(Own))!;

        Assert.Equal(Own, read);
        Assert.Equal(["epochs", "seed", "width", "optimizer", "bias", "momentum"], read.Axes.Select(axis => axis.Name));
        Assert.Equal("optimizer = sgd", read["momentum"]!.When);
    }

    [Fact]
    public void AConditionIsPartOfADistribution()
    {
        Assert.NotEqual(Own, Own.With("momentum", Own["momentum"]! with { When = null }));
        Assert.NotEqual(new Choice([1]) { When = "width = 16" }, new Choice([1]));
    }

    [Theory]
    [InlineData("2fast", "must be letters, digits and '_', at most 64, and start with a letter.")]
    [InlineData("drop-out", "must be letters, digits and '_', at most 64, and start with a letter.")]
    [InlineData("state", "means something else in Sweep; call it for instance stateOf or myState.")]
    [InlineData("valLoss", "means something else in Sweep; call it for instance valLossOf or myValLoss.")]
    [InlineData("Lr", "differs from lr only in upper and lower case; write lr, or give it another name.")]
    [InlineData("WIDTH", "differs from width only in upper and lower case; give one of them another name.")]
    public void ANameThatMeansSomethingElse_IsRefused(string name, string problem)
    {
        var space = Own.With(name, new Choice([1]));

        var refused = Assert.Throws<BadInputException>(() => SpaceRules.CheckNames(space, ofProgram: true, new SpecPlace()));

        Assert.Equal($"The sweep's {name} {problem}", refused.Message);
    }

    [Fact]
    public void TheBuiltInNetwork_HasFiveNames() => Assert.Equal(
        "The sweep's width is not known; known are lr, epochs, weightDecay, batchSize, seed.",
        Assert.Throws<BadInputException>(() => SpaceRules.CheckNames(Own, ofProgram: false, new SpecPlace())).Message);
}
