using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using Sweep.Files;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// One line of a journal: <c>sequence SP crc SP json LF</c>. The CRC-32C (eight hexadecimal digits) covers the CRC of the line before,
/// the sequence and the JSON: a line that is changed, lost, repeated or moved breaks the chain.
/// </summary>
internal static class JournalLine
{
    private const int CrcDigits = 8;

    /// <returns>The line's CRC.</returns>
    public static uint Write(ArrayBufferWriter<byte> output, uint previous, JournalEntry entry) =>
        Write(output, previous, entry.Sequence, JsonSerializer.SerializeToUtf8Bytes(entry.Event, JournalJson.Default.JournalEvent));

    /// <summary>Of an entry whose text is there already.</summary>
    public static uint Write(ArrayBufferWriter<byte> output, uint previous, long sequence, ReadOnlySpan<byte> json)
    {
        var crc = Crc(previous, sequence, json);
        Span<byte> head = stackalloc byte[40];
        Utf8Formatter.TryFormat(sequence, head, out var length);
        head[length++] = (byte)' ';
        Utf8Formatter.TryFormat(crc, head[length..], out var digits, new StandardFormat('x', CrcDigits));
        length += digits;
        head[length++] = (byte)' ';
        output.Write(head[..length]);
        output.Write(json);
        output.Write("\n"u8);
        return crc;
    }

    /// <summary>Checks a line without its line feed.</summary>
    /// <returns>
    /// False where it is not the entry <paramref name="sequence"/> that follows a line with CRC <paramref name="previous"/>.
    /// </returns>
    public static bool TryRead(ReadOnlySpan<byte> line, uint previous, long sequence, out uint crc, out ReadOnlySpan<byte> json)
    {
        crc = 0;
        json = default;
        if (!Utf8Parser.TryParse(line, out long number, out var length) || number != sequence)
            return false;
        var rest = line[length..];
        if (rest.Length < CrcDigits + 2 || rest[0] != ' ' || rest[CrcDigits + 1] != ' ' || !IsCanonical(rest.Slice(1, CrcDigits), out crc))
            return false;
        json = rest[(CrcDigits + 2)..];
        return crc == Crc(previous, sequence, json);
    }

    /// <param name="place">Of the line, for the error.</param>
    /// <exception cref="UnknownEntryException">The JSON is not an event of this program.</exception>
    public static JournalEvent Parse(ReadOnlySpan<byte> json, JournalPlace place)
    {
        try
        {
            return JsonSerializer.Deserialize(json, JournalJson.Default.JournalEvent)!;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new UnknownEntryException(place, e.Message.Split('\n', 2)[0]);
        }
    }

    /// <summary>Lower case only: another spelling of the same number is a changed byte.</summary>
    private static bool IsCanonical(ReadOnlySpan<byte> digits, out uint crc) =>
        uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out crc)
            && digits.IndexOfAnyInRange((byte)'A', (byte)'F') < 0;

    /// <summary>Over the CRC of the line before and the sequence, little-endian, and the JSON.</summary>
    private static uint Crc(uint previous, long sequence, ReadOnlySpan<byte> json)
    {
        Span<byte> head = stackalloc byte[sizeof(uint) + sizeof(long)];
        BinaryPrimitives.WriteUInt32LittleEndian(head, previous);
        BinaryPrimitives.WriteInt64LittleEndian(head[sizeof(uint)..], sequence);
        return Crc32C.Of(head, json);
    }
}
