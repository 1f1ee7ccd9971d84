using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Tests.Sweeps;

public class VisibleTextTests
{
    [Theory]
    [InlineData("box-1", "box-1")]
    [InlineData("größe 🎈 日本", "größe 🎈 日本")]
    [InlineData("\e[31mred", @"\e[31mred")]
    [InlineData("a\r\n\tb", @"a\r\n\tb")]
    [InlineData("\0\a\u007f\u009b", @"\u0000\u0007\u007f\u009b")]
    [InlineData("a\u202eb\u2066c\u200bd", @"a\u202eb\u2066c\u200bd")]
    [InlineData("a\u2028b\u2029", @"a\u2028b\u2029")]
    [InlineData("tag \U000E0041", @"tag \U000e0041")]
    public void Name_IsShownAsItIs_OrWrittenOut(string text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void HalfOfASurrogatePair_IsWrittenOut() => Assert.Equal(@"a\ud83cb", VisibleText.Of("a\ud83cb"));

    [Fact]
    public void Sentence_GoesOnOnlyInLinesThatAreIndented() =>
        Assert.Equal("what is wrong (at character 3).\n  lr < \\e1\n  ^ \\nforged", VisibleText.Sentence("what is wrong (at character 3).\n  lr < \e1\n  ^ \nforged"));

    [Fact]
    public void Lines_KeepTheirEnds() => Assert.Equal("a\n\tb\\e\nc", VisibleText.Lines("a\r\n\tb\e\rc"));
}
