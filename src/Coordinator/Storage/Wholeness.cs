using System.Buffers.Binary;
using LiteDB;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Looks for the damage that LiteDB itself does not see when it opens a file: one cut short. Its pages have no checksums, so a changed
/// byte shows only to a comparison with the journal.
/// </summary>
internal static class Wholeness
{
    private const int PageBytes = 8192;
    /// <summary>Where the header page of LiteDB's file format 8 has the number of the last page.</summary>
    private const int LastPage = 64;

    /// <exception cref="InvalidDataException">The file is cut short.</exception>
    public static void Check(LiteDatabase database, string file)
    {
        database.Checkpoint();
        using var pages = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Check(pages);
    }

    /// <summary>The same of pages that are read from their beginning.</summary>
    public static void Check(Stream pages)
    {
        Span<byte> header = stackalloc byte[LastPage + sizeof(uint)];
        pages.ReadExactly(header);
        var needed = (BinaryPrimitives.ReadUInt32LittleEndian(header[LastPage..]) + 1L) * PageBytes;
        if (pages.Length < needed)
            throw new InvalidDataException($"it has {pages.Length} bytes of {needed}");
    }
}
