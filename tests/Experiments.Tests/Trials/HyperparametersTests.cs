using System.Text.Json;
using CsCheck;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Trials;

public sealed class HyperparametersTests
{
    private static readonly Hyperparameters Known = new(1e-3, 3, 0.1 + 0.2, 8, long.MaxValue);

    private static RunParameters Of(params (string Name, ParameterValue Value)[] values) =>
        RunParameters.Of(values.Select(value => KeyValuePair.Create(value.Name, value.Value)));

    [Fact]
    public void TheFiveKnownOnes_AreSpeltAsEver()
    {
        Assert.Equal("epochs=3 lr=0.001 weightDecay=0.30000000000000004 batchSize=8 seed=9223372036854775807", Known.Canonical);
        Assert.Equal("lr=0.001 weightDecay=0.30000000000000004 batchSize=8 seed=9223372036854775807", Known.Shared.Canonical);
        Assert.Equal("lr=10000000000 weightDecay=1E+20 batchSize=8 seed=1000000000000000", new RunParameters(1e10, 1e20, 8, 1_000_000_000_000_000).Canonical);
        Assert.Equal(
            """{"lr":0.001,"epochs":3,"weightDecay":0.30000000000000004,"batchSize":8,"seed":9223372036854775807}""", JsonSerializer.Serialize(Known));
    }

    [Fact]
    public void Others_FollowTheKnownOnes_ByTheirCharacters()
    {
        var parameters = Of(
            ("width", ParameterValue.Of(16L)), ("seed", ParameterValue.Of(0L)), ("Zeta", ParameterValue.Of(true)), ("lr", ParameterValue.Of(0.1)),
            ("optimizer", ParameterValue.Of("adamw"))).For(2);

        Assert.Equal("""epochs=2 lr=0.1 seed=0 Zeta=true optimizer="adamw" width=16""", parameters.Canonical);
        Assert.Equal("""{"lr":0.1,"epochs":2,"seed":0,"Zeta":true,"optimizer":"adamw","width":16}""", JsonSerializer.Serialize(parameters));
        Assert.Equal(parameters, JsonSerializer.Deserialize<Hyperparameters>(JsonSerializer.Serialize(parameters)));
    }

    [Fact]
    public void WhatIsNotThere_IsNoNumber()
    {
        var parameters = Of(("seed", ParameterValue.Of(1L))).For(1);

        Assert.Equal(double.NaN, parameters.LearningRate);
        Assert.Null(parameters["lr"]);
        Assert.Equal("epochs=1 seed=1", parameters.Canonical);
        Assert.Equal(["epochs", "seed"], parameters.Values.Select(value => value.Key));
    }

    [Fact]
    public void Equality_IsThatOfNamesAndValues_WhateverTheOrderOfMaking()
    {
        var one = Of(("a", ParameterValue.Of(1L)), ("b", ParameterValue.Of(2L)), ("seed", ParameterValue.Of(0L)));
        var same = Of(("seed", ParameterValue.Of(0L)), ("b", ParameterValue.Of(2.0)), ("a", ParameterValue.Of(1L)));

        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(one, Of(("a", ParameterValue.Of(1L)), ("c", ParameterValue.Of(2L)), ("seed", ParameterValue.Of(0L))));
        Assert.NotEqual(one, one.With("b", null));
    }

    [Fact]
    public void AnyBag_ComesBackFromJsonAsItWas() =>
        Gen.Select(ParameterValueTests.Any, ParameterValueTests.Any, Gen.Int[1, 9]).Sample((a, b, epochs) =>
        {
            var parameters = Of(("alpha", a), ("beta", b), ("seed", ParameterValue.Of(3L))).For(epochs);
            Assert.Equal(parameters, JsonSerializer.Deserialize<Hyperparameters>(JsonSerializer.Serialize(parameters)));
        });

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"epochs":1}""")]
    [InlineData("""{"seed":1}""")]
    [InlineData("""{"epochs":1.5,"seed":1}""")]
    [InlineData("""{"epochs":1,"seed":"one"}""")]
    [InlineData("""{"epochs":1,"seed":1,"lr":"fast"}""")]
    [InlineData("""{"epochs":1,"seed":1,"layers":[1]}""")]
    [InlineData("""[1]""")]
    public void JsonThatIsNone_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Hyperparameters>(json));
}
