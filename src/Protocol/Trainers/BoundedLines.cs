using System.Text;

namespace Sweep.Protocol.Trainers;

/// <summary>The lines of a stream that somebody else writes. A longer one than is taken is cut, and its rest skipped as it comes.</summary>
/// <param name="longest">Characters of a line.</param>
public sealed class BoundedLines(TextReader stream, int longest)
{
    private readonly char[] buffer = new char[1 << 14];
    private int start;
    private int end;

    /// <returns>Null at the end of the stream.</returns>
    public string? Next()
    {
        var line = new StringBuilder();
        while (start < end || Fill())
        {
            var rest = buffer.AsSpan(start, end - start);
            var length = rest.IndexOf('\n');
            var piece = length < 0 ? rest : rest[..length];
            line.Append(piece[..Math.Min(piece.Length, longest - line.Length)]);
            start += length < 0 ? piece.Length : length + 1;
            if (length >= 0)
                return Finished(line);
        }
        return line.Length > 0 ? Finished(line) : null;
    }

    private bool Fill()
    {
        (start, end) = (0, stream.Read(buffer, 0, buffer.Length));
        return end > 0;
    }

    private static string Finished(StringBuilder line)
    {
        if (line is { Length: > 0 } && line[^1] == '\r')
            line.Length--;
        return line.ToString();
    }
}
