namespace Sweep.Files.Tests;

public sealed class HoleTests
{
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(100, 412, true)]
    [InlineData(100, 411, false)]
    [InlineData(511, 1, false)]
    [InlineData(510, 2, true)]
    [InlineData(0, 4096, true)]
    public void AHole_EndsWithAPage_AndIsMoreThanOneZero(int start, int length, bool isHole)
    {
        var text = Enumerable.Repeat((byte)'x', 5000).ToArray();
        text.AsSpan(start, length).Clear();
        Assert.Equal(isHole, Hole.IsIn(text, offset: 1024));
    }

    /// <summary>Its first byte was to be the last of a page: of that page an older version is on disk.</summary>
    [Fact]
    public void AZeroWhereALineBegins_AtTheEndOfAPage_IsAHole_AndElsewhereNone()
    {
        Assert.True(Hole.IsIn([0, (byte)'x', (byte)'x'], offset: 4095));
        Assert.False(Hole.IsIn([0, (byte)'x', (byte)'x'], offset: 4094));
        Assert.False(Hole.IsIn([(byte)'x', 0, (byte)'x'], offset: 4094));
    }

    [Fact]
    public void APage_IsCountedFromTheBeginningOfTheFile() => Assert.False(Hole.IsIn([.. new byte[512], (byte)'x'], offset: 3));
}
