using CsCheck;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

/// <summary>Against the published tables of the 5 % points (Harter, "Tables of range and studentised range", 1960), and where it becomes something simpler.</summary>
public sealed class StudentisedRangeTests
{
    [Theory]
    [InlineData(2, 1, 17.97)]
    [InlineData(3, 2, 8.331)]
    [InlineData(3, 3, 5.910)]
    [InlineData(10, 20, 5.008)]
    [InlineData(20, 60, 5.241)]
    [InlineData(3, double.PositiveInfinity, 3.314)]
    [InlineData(10, double.PositiveInfinity, 4.474)]
    [InlineData(100, double.PositiveInfinity, 6.085)]
    public void FivePercentPoints_AreThoseOfTheTables(int count, double degrees, double expected) =>
        Assert.Equal(expected, new StudentisedRange(count).Critical(0.95, degrees) * Math.Sqrt(2), expected * 3e-4);

    [Fact]
    public void OfTwoMeans_ItIsStudentsTest() => Gen.Select(Gen.Double[0.01, 6], Gen.OneOf(1.0, 2, 5, 30, 1000, double.PositiveInfinity)).Sample((t, degrees) =>
    {
        var student = double.IsInfinity(degrees) ? Normal.TwoSided(t) : StudentT.TwoSided(t, degrees);
        Assert.Equal(student, new StudentisedRange(2).P(t, degrees), 2e-6);
    });

    [Fact]
    public void Probabilities_FallWithTheDifference_AndRiseWithTheCount()
    {
        foreach (var degrees in (double[])[1, 3, 17.5, 400, double.PositiveInfinity])
        {
            double[] of(int count) => [.. Enumerable.Range(0, 80).Select(i => new StudentisedRange(count).P(0.1 * i, degrees))];
            var (few, many) = (of(3), of(30));
            Assert.All(few.Zip(many), pair => Assert.InRange(pair.First, 0, pair.Second + 1e-9));
            Assert.All(many.Zip(many.Skip(1)), pair => Assert.InRange(pair.Second, 0, pair.First + 1e-6));
            Assert.Equal(1, many[0], 1e-9);
        }
    }

    [Fact]
    public void FarOut_NoProbabilityIsNothing() => Assert.InRange(new StudentisedRange(50).P(40, 98), 1e-70, 1e-55);
}
