using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Tests.Answers.Figures;

public class NumbersTests
{
    [Theory]
    [InlineData(0.001, "0.001")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1e-5")]
    [InlineData(-8e-5, "-8e-5")]
    [InlineData(0.00031622776601683794, "0.000316228")]
    [InlineData(58407000.0, "5.8407e7")]
    [InlineData(1e10, "1e10")]
    [InlineData(1.5e-300, "1.5e-300")]
    [InlineData(10.0, "10")]
    [InlineData(0.0, "0")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void Hyperparameters_HaveSixDigits_AndPowersAsSweepFilesHave(double value, string expected) =>
        Assert.Equal(expected, Numbers.Short(value));

    [Theory]
    [InlineData(0.0031622776601683794, "0.0031622776601683794")]
    [InlineData(1e-5, "1e-5")]
    [InlineData(1.25e21, "1.25e21")]
    public void WhatMayBeWrittenAgain_HasEveryDigit(double value, string expected) => Assert.Equal(expected, Numbers.Exact(value));

    [Theory]
    [InlineData(0.81234, "0.8123")]
    [InlineData(2.0, "2.0000")]
    [InlineData(999.9, "999.9000")]
    [InlineData(1234.5, "1234")]
    [InlineData(58407000.0, "5.841e7")]
    [InlineData(1e10, "1e10")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(null, "–")]
    public void Measures_HaveFourDecimals_OrFourDigits(double? value, string expected) => Assert.Equal(expected, Numbers.Measure(value));

    [Theory]
    [InlineData(0.0123, "+0.0123")]
    [InlineData(-0.0123, "-0.0123")]
    [InlineData(0.0, "+0.0000")]
    [InlineData(58407000.0, "+5.841e7")]
    public void Differences_HaveTheirSign(double difference, string expected) => Assert.Equal(expected, Numbers.Signed(difference));

    [Theory]
    [InlineData(0.03456, "0.0346")]
    [InlineData(0.00009, "<0.0001")]
    [InlineData(1.0, "1.0000")]
    public void Probabilities_AreNeverNothing(double p, string expected) => Assert.Equal(expected, Numbers.Probability(p));

    [Theory]
    [InlineData(0.71234, "71.23 %")]
    [InlineData(1.0, "100.00 %")]
    [InlineData(double.NaN, "–")]
    public void MeasuredShares_ArePerCent_WithTwoDecimals(double share, string expected) => Assert.Equal(expected, Numbers.Percent(share));

    [Theory]
    [InlineData(0.64, "64 %")]
    [InlineData(0.6449, "64 %")]
    [InlineData(0.0999, "10 %")]
    [InlineData(0.0312, "3.1 %")]
    [InlineData(0.00001, "<0.1 %")]
    [InlineData(0.0, "0 %")]
    public void PartsOfAWhole_AreRoundPerCent(double share, string expected) => Assert.Equal(expected, Numbers.Part(share));

    [Theory]
    [InlineData(3.14, "3.1")]
    [InlineData(1234.4, "1234")]
    [InlineData(123456.0, "123k")]
    [InlineData(null, "–")]
    public void Rates_StayShort(double? value, string expected) => Assert.Equal(expected, Numbers.Rate(value));

    [Theory]
    [InlineData(1e-4, "1e-4")]
    [InlineData(0.0031622776601683794, "3.16e-3")]
    [InlineData(0.05, "0.05")]
    [InlineData(10.0, "10")]
    [InlineData(1.35e8, "1.35e8")]
    [InlineData(0.0, "0")]
    public void MarksInPictures_HaveThreeDigits(double value, string expected) => Assert.Equal(expected, Numbers.Mark(value));

    [Theory]
    [InlineData(-0.0000001, 6, "0.000000")]
    [InlineData(0.4914009, 6, "0.491401")]
    [InlineData(-1.98921, 4, "-1.9892")]
    [InlineData(99.5, 0, "100")]
    public void Decimals_HaveNoMinusBeforeNothing(double value, int decimals, string expected) =>
        Assert.Equal(expected, Numbers.Fixed(value, decimals));
}
