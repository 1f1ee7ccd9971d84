using System.Text.Json;
using CsCheck;
using Sweep.Experiments.Trials;
using Xunit;

namespace Sweep.Experiments.Tests.Trials;

public class MetricValuesTests
{
    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Double, One(double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, double.Epsilon, double.MaxValue, 0.1 + 0.2));

    private static readonly Gen<Dictionary<string, double>> Some =
        Gen.Dictionary(One("trainLoss", "valLoss", "valAccuracy", "f1", "F1", "perplexity", "a", "z_9"), Numbers)[0, 8];

    private static Gen<T> One<T>(params T[] of) => Gen.Int[0, of.Length - 1].Select(index => of[index]);

    [Fact]
    public void EveryNumber_IsReadBackWithAllItsBits() => Some.Sample(some =>
    {
        var read = JsonSerializer.Deserialize<MetricValues>(JsonSerializer.Serialize(MetricValues.Of(some)))!;
        Assert.Equal(some.Count, read.Count);
        Assert.All(some, value => Assert.Equal(BitConverter.DoubleToInt64Bits(value.Value), BitConverter.DoubleToInt64Bits(read[value.Key])));
    });

    [Fact]
    public void InWhicheverOrderTheyAreGiven_TheyAreTheSame() => Some.Sample(some =>
    {
        var (one, other) = (MetricValues.Of(some), MetricValues.Of(some.Reverse()));
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.Equal(one.Names, other.Names);
    });

    [Fact]
    public void ThoseOfTheBuiltInNetwork_ComeFirstAndInTheirOrder() => Assert.Equal(
        ["trainLoss", "valLoss", "valAccuracy", "F1", "auc", "f1"],
        MetricValues.Of(new Dictionary<string, double> { ["f1"] = 1, ["valAccuracy"] = 1, ["auc"] = 1, ["valLoss"] = 1, ["F1"] = 1, ["trainLoss"] = 1 }).Names);

    [Fact]
    public void WhatIsNotThere_IsNoNumber()
    {
        var some = MetricValues.Of([new("f1", 0.5)]);
        Assert.Null(some.Find("recall"));
        Assert.Equal(double.NaN, some["recall"]);
        Assert.Equal(0.25, some.With("recall", 0.25)["recall"]);
        Assert.Equal(0.25, some.With("f1", 0.25)["f1"]);
        Assert.NotEqual(some, some.With("f1", 0.25));
        Assert.NotEqual(some, some.With("recall", 0.25));
    }

    [Fact]
    public void ANameTwice_IsRefused() => Assert.Throws<ArgumentException>(() => MetricValues.Of([new("f1", 1), new("f1", 1)]));

    [Theory]
    [InlineData("{\"f1\":\"high\"}")]
    [InlineData("{\"f1\":null}")]
    [InlineData("{\"f1\":true}")]
    [InlineData("[1]")]
    public void WhatIsNoNumber_IsNotReadAsOne(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<MetricValues>(json));
}
