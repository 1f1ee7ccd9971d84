using System.Buffers;
using System.Text;

namespace Sweep.Experiments.Programs;

/// <summary>
/// The lines of a stream that a program writes, in memory that does not grow with them: a longer one is cut, and its rest is skipped as it
/// comes. A carriage return ends a line too, since progress bars write nothing else.
/// </summary>
public sealed class OutputLines(Stream stream)
{
    /// <summary>Bytes of a line.</summary>
    public const int Longest = 1 << 20;

    /// <summary><see cref="Longest"/> for people.</summary>
    public const string LongestText = "1 MiB";

    private const byte LineFeed = (byte)'\n';
    private const byte CarriageReturn = (byte)'\r';

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] buffer = new byte[1 << 16];
    private readonly ArrayBufferWriter<byte> line = new();
    private int start;
    private int end;
    private int number = 1;
    private bool isTooLong;
    private bool isAfterReturn;
    private volatile bool isWaiting;

    /// <summary>Whether all that has come is taken, and more is waited for. May be asked by any thread.</summary>
    public bool IsWaiting => isWaiting;

    /// <returns>Null at the end of the stream.</returns>
    public OutputLine? Next()
    {
        while (start < end || Fill())
        {
            var rest = buffer.AsSpan(start, end - start);
            var length = rest.IndexOfAny(LineFeed, CarriageReturn);
            Append(length < 0 ? rest : rest[..length]);
            if (length < 0)
            {
                start = end;
                continue;
            }
            start += length + 1;
            var isReturn = rest[length] == CarriageReturn;
            // Of the two ends of a line, as Windows writes them, the second ends nothing; neither does a return where nothing stands.
            var endsNothing = line.WrittenCount == 0 && (isReturn || isAfterReturn);
            isAfterReturn = isReturn;
            var at = isReturn ? number : number++;
            if (!endsNothing)
                return Finished(at);
        }
        return line.WrittenCount > 0 ? Finished(number) : null;
    }

    private bool Fill()
    {
        isWaiting = true;
        (start, end) = (0, stream.Read(buffer));
        isWaiting = false;
        return end > 0;
    }

    private void Append(ReadOnlySpan<byte> piece)
    {
        var room = Longest - line.WrittenCount;
        isTooLong |= piece.Length > room;
        line.Write(piece[..Math.Min(piece.Length, room)]);
    }

    private OutputLine Finished(int at)
    {
        var bytes = line.WrittenSpan;
        var finished = isTooLong ? new OutputLine(at, Encoding.UTF8.GetString(bytes), LineFlaw.TooLong) : Decoded(at, bytes);
        line.ResetWrittenCount();
        isTooLong = false;
        return finished;
    }

    private static OutputLine Decoded(int at, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return new(at, Strict.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new(at, Encoding.UTF8.GetString(bytes), LineFlaw.NotUtf8);
        }
    }
}
