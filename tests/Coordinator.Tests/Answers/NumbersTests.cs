using Sweep.Coordinator.Answers;

namespace Sweep.Coordinator.Tests.Answers;

public class NumbersTests
{
    [Theory]
    [InlineData(0.001, "0.001")]
    [InlineData(1e-5, "1E-05")]
    [InlineData(0.00031622776601683794, "0.000316228")]
    [InlineData(1e10, "1E+10")]
    public void Hyperparameters_HaveSixDigits(double value, string expected) => Assert.Equal(expected, Numbers.Short(value));

    [Theory]
    [InlineData(0.81234, "0.8123")]
    [InlineData(123456.0, "1.2e+5")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(null, "–")]
    public void Measures_StayShort(double? value, string expected) => Assert.Equal(expected, Numbers.Measure(value));

    [Theory]
    [InlineData(0.31, "0.3 s")]
    [InlineData(41.7, "42 s")]
    [InlineData(59.6, "0:59 min")]
    [InlineData(187.0, "3:07 min")]
    [InlineData(8100.0, "2:15 h")]
    [InlineData(259200.0, "3 d")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Durations_SayTheirUnit(double seconds, string expected) => Assert.Equal(expected, Numbers.Duration(seconds));

    [Fact]
    public void Nouns_AgreeWithTheirNumber()
    {
        Assert.Equal("1 trial", Numbers.Of(1, "trial"));
        Assert.Equal("1,024 trials", Numbers.Of(1024, "trial"));
    }
}
