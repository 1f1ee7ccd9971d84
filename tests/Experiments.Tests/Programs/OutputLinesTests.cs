using System.Text;
using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Programs;

public class OutputLinesTests
{
    [Theory]
    [InlineData("a\nb", "1 a|2 b")]
    [InlineData("a\n\nb\n", "1 a|2 |3 b")]
    [InlineData("a\r\nb\r\n", "1 a|2 b")]
    [InlineData("10%\r20%\r30%\nnext\n", "1 10%|1 20%|1 30%|2 next")]
    [InlineData("10%\r20%\r\nnext", "1 10%|1 20%|2 next")]
    [InlineData("", "")]
    [InlineData("Grüße, 東京", "1 Grüße, 東京")]
    public void ABarThatOverwritesItself_IsLines_AndTheNumberIsThatOfTheLineFeeds(string printed, string lines) => Assert.Equal(
        lines, string.Join('|', Read(new MemoryStream(Encoding.UTF8.GetBytes(printed))).Select(line => $"{line.Number} {line.Text}")));

    [Fact]
    public void LinesAreTheSame_HoweverTheyArriveInPieces()
    {
        var bytes = Encoding.UTF8.GetBytes("eins\r\nzwei ü\r30%\r\n\nlast");
        var whole = Read(new MemoryStream(bytes));
        Assert.Equal(["eins", "zwei ü", "30%", "", "last"], whole.Select(line => line.Text));
        Assert.Equal(whole, Read(new ByteByByte(bytes)));
    }

    [Fact]
    public void WhatIsNotUtf8_IsMarked_AndTheNextLineIsNot()
    {
        var lines = Read(new MemoryStream([(byte)'a', 0xE9, (byte)'\n', (byte)'b', (byte)'\n']));
        Assert.Equal([new OutputLine(1, "a\uFFFD", LineFlaw.NotUtf8), new OutputLine(2, "b")], lines);
    }

    /// <summary>A hundred megabytes are read in the memory of one.</summary>
    [Fact]
    public void ALineWithoutEnd_IsCut_AndTheLineAfterItIsWhole()
    {
        var lines = new OutputLines(new Endless(100 << 20));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var cut = lines.Next()!.Value;
        Assert.Equal((1, OutputLines.Longest, LineFlaw.TooLong), (cut.Number, cut.Text.Length, cut.Flaw));
        Assert.Equal(new OutputLine(2, "end"), lines.Next());
        Assert.Null(lines.Next());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    private static List<OutputLine> Read(Stream stream)
    {
        var lines = new OutputLines(stream);
        var read = new List<OutputLine>();
        while (lines.Next() is { } line)
            read.Add(line);
        return read;
    }

    private sealed class ByteByByte(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);
    }

    /// <summary>So many bytes without an end of line, and one line more.</summary>
    private sealed class Endless(int bytes) : MemoryStream("\nend\n"u8.ToArray())
    {
        private int left = bytes;

        public override int Read(Span<byte> buffer)
        {
            if (left == 0)
                return base.Read(buffer);
            var now = Math.Min(left, buffer.Length);
            buffer[..now].Fill((byte)'x');
            left -= now;
            return now;
        }
    }
}
