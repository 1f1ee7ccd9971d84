using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Tests.Inputs;

public class NearestWordTests
{
    private static readonly string[] Keys = ["lr", "epochs", "weightDecay", "batchSize", "seed"];
    private static readonly string[] Objectives = ["valAccuracy", "valLoss"];

    [Theory]
    [InlineData("epoch", "epochs")]
    [InlineData("batch_size", "batchSize")]
    [InlineData("BatchSise", "batchSize")]
    [InlineData("learningRate", "lr")]
    [InlineData("wieghtDecay", "weightDecay")]
    [InlineData("momentum", null)]
    [InlineData("dropout", null)]
    [InlineData("x", null)]
    [InlineData("", null)]
    public void AWordIsMeant_OnlyWhereItIsNear(string word, string? meant) => Assert.Equal(meant, NearestWord.Of(word, Keys));

    [Fact]
    public void WhereNoneIsNear_AllAreNamed()
    {
        Assert.Equal("known are valAccuracy, valLoss", NearestWord.Remedy("f1", Objectives));
        Assert.Equal("did you mean 'valLoss'?", NearestWord.Remedy("vallos", Objectives));
        Assert.Equal("is not known; known are valAccuracy, valLoss", NearestWord.Unknown("f1", Objectives));
        Assert.Equal("is not known; did you mean 'valAccuracy' (known are valAccuracy, valLoss)", NearestWord.Unknown("accuracy", Objectives));
    }
}
