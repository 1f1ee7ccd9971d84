using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Tests.Answers.Figures;

public class CountedTests
{
    [Theory]
    [InlineData(0, "0 trials")]
    [InlineData(1, "1 trial")]
    [InlineData(1024, "1,024 trials")]
    public void Nouns_AgreeWithTheirNumber(int count, string expected) => Assert.Equal(expected, Counted.Of(count, "trial"));

    [Theory]
    [InlineData(1L, "1 entry")]
    [InlineData(12_345_678_901, "12,345,678,901 entries")]
    public void Nouns_MayHaveAPluralOfTheirOwn(long count, string expected) =>
        Assert.Equal(expected, Counted.Of(count, "entry", "entries"));
}
