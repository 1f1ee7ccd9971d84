using Sweep.Protocol.Hosting;

namespace Sweep.Protocol.Tests.Hosting;

public sealed class ParentWordsTests
{
    [Fact]
    public void WhatIsExpected_IsReadAsItWasSaid()
    {
        var expected = new ExpectedRuns("notebook-cnn", 12);
        Assert.Equal("expect notebook-cnn 12", ParentWords.Of(expected));
        Assert.Equal(expected, ParentWords.Expected(ParentWords.Of(expected)));
    }

    [Theory]
    [InlineData(""), InlineData("coordinator-is-up"), InlineData("expect"), InlineData("expect notebook-cnn"), InlineData("expect  3")]
    [InlineData("expect notebook-cnn three"), InlineData("expect notebook-cnn -1"), InlineData("expect notebook-cnn 3 more")]
    public void AnyOtherLine_ExpectsNothing(string line) => Assert.Null(ParentWords.Expected(line));
}
