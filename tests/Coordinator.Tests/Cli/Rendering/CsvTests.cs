using System.Globalization;
using CsCheck;
using Sweep.Coordinator.Cli.Rendering;

namespace Sweep.Coordinator.Tests.Cli.Rendering;

public class CsvTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.PositiveInfinity, "Infinity")]
    [InlineData(3, "3")]
    [InlineData(null, "")]
    public void Field_IsQuoted_OnlyWhereItMustBe(object? value, string expected) => Assert.Equal(expected, Csv.Field(value));

    [Fact]
    public void Numbers_ReadBackToTheSameBits() => Gen.Double.Where(d => !double.IsNaN(d)).Sample(number =>
        BitConverter.DoubleToInt64Bits(double.Parse(Csv.Field(number), CultureInfo.InvariantCulture)) == BitConverter.DoubleToInt64Bits(number));

    [Fact]
    public void Lines_EndAsTheStandardSays()
    {
        var writer = new StringWriter();

        Csv.Write(writer, [["lr", "agent"], [0.1, "a,b"]]);

        Assert.Equal("lr,agent\r\n0.1,\"a,b\"\r\n", writer.ToString());
    }
}
