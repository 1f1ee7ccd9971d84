using Sweep.Reporting.Tables;

namespace Sweep.Reporting.Tests.Tables;

public class WrappedTextTests
{
    [Fact]
    public void Command_IsNeverBroken() => Assert.Equal(
        ["No coordinator is running for", "this home;", "`sweep resume grid --slots 2`", "continues it."],
        WrappedText.Lines("No coordinator is running for this home; `sweep resume grid --slots 2` continues it.", 30));

    [Theory]
    [InlineData("a b", 1, "a", "b")]
    [InlineData("abcdef g", 4, "abcd", "ef g")]
    [InlineData("an `open end", 30, "an `open end")]
    [InlineData("", 10, "")]
    public void Words_FillTheLines(string text, int width, params string[] lines) => Assert.Equal(lines, WrappedText.Lines(text, width));
}
