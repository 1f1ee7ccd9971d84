using Sweep.Protocol.Trainers;

namespace Sweep.Protocol.Tests.Trainers;

public sealed class BoundedLinesTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("one", new[] { "one" })]
    [InlineData("one\n", new[] { "one" })]
    [InlineData("one\r\n\ntwo", new[] { "one", "", "two" })]
    public void Lines_AreThoseOfTheText(string text, string[] expected) => Assert.Equal(expected, All(text, 10));

    [Fact]
    public void ALineThatIsTooLong_IsCut_AndTheNextIsWhole() => Assert.Equal(["0123456789", "next"], All("0123456789abc\nnext", 10));

    [Fact]
    public void ALineWithoutEnd_TakesNoMoreMemoryThanItsBound()
    {
        var endless = new Endless(characters: 300_000_000);
        var before = GC.GetTotalAllocatedBytes();

        Assert.Equal(1000, new BoundedLines(endless, 1000).Next()!.Length);

        Assert.True(GC.GetTotalAllocatedBytes() - before < 100_000_000);
        Assert.True(endless.IsRead);
    }

    private static string[] All(string text, int longest)
    {
        var lines = new BoundedLines(new StringReader(text), longest);
        var all = new List<string>();
        while (lines.Next() is { } line)
            all.Add(line);
        return [.. all];
    }

    private sealed class Endless(long characters) : TextReader
    {
        private long left = characters;

        public bool IsRead => left == 0;

        public override int Read(char[] buffer, int index, int count)
        {
            var read = (int)Math.Min(count, left);
            Array.Fill(buffer, 'x', index, read);
            left -= read;
            return read;
        }
    }
}
