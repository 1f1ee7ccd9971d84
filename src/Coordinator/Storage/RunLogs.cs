using System.Globalization;
using System.Text;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// What trainers and programs printed, by lease: in pieces of bounded length, of which the first and the last are kept when there are too
/// many. A piece's name is the place of its first byte in all that was printed, so that what is missing shows. It is nothing that results
/// depend on: a power cut may take the end of it.
/// </summary>
internal sealed class RunLogs(string folder)
{
    /// <summary>Bytes of a piece.</summary>
    public const int Piece = 128 << 10;

    /// <summary>How many pieces are kept at each end.</summary>
    public const int Kept = 4;

    private const int LeasesInAFolder = 1000;
    private const string Extension = ".log";

    private readonly Lock writing = new();

    /// <summary>Adds what was printed next.</summary>
    public void Append(long lease, ReadOnlySpan<byte> printed)
    {
        lock (writing)
        {
            Directory.CreateDirectory(FolderOf(lease));
            var pieces = PiecesOf(lease);
            while (printed.Length > 0)
            {
                var last = pieces.Count == 0 ? new Part(0, 0) : pieces[^1];
                if (last.Length >= Piece)
                    pieces.Add(last = new(last.End, 0));
                var now = printed[..Math.Min(printed.Length, Piece - last.Length)];
                Write(PathOf(lease, last.Start), now);
                var longer = last with { Length = last.Length + now.Length };
                if (pieces.Count == 0)
                    pieces.Add(longer);
                else
                    pieces[^1] = longer;
                printed = printed[now.Length..];
                for (; pieces.Count > 2 * Kept; pieces.RemoveAt(Kept))
                    File.Delete(PathOf(lease, pieces[Kept].Start));
            }
        }
    }

    /// <summary>What was printed from a place on, as far as one answer holds.</summary>
    /// <param name="after">Bytes that were read before; 0 is the beginning.</param>
    /// <returns>The text, and the place after it. Where pieces are missing, a line says how much.</returns>
    public (string Text, long Next) Read(long lease, long after)
    {
        foreach (var piece in PiecesOf(lease))
        {
            if (piece.End <= after || piece.Length == 0)
                continue;
            var missing = Math.Max(0, piece.Start - after);
            var bytes = Bytes(PathOf(lease, piece.Start), Math.Max(0, after - piece.Start));
            if (bytes is null)
                continue;
            var note = missing == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\nsweep: {missing} bytes were not kept here.\n");
            return (note + Encoding.UTF8.GetString(bytes), Math.Max(after, piece.Start) + bytes.Length);
        }
        return ("", after);
    }

    private static void Write(string path, ReadOnlySpan<byte> printed)
    {
        using var file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read | FileShare.Delete);
        file.Write(printed);
    }

    /// <returns>Null where it has just been removed.</returns>
    private static byte[]? Bytes(string path, long from)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Position = Math.Min(from, file.Length);
            var bytes = new byte[file.Length - file.Position];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>In order.</summary>
    private List<Part> PiecesOf(long lease)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"{lease}.");
        return !Directory.Exists(FolderOf(lease)) ? [] :
        [
            .. new DirectoryInfo(FolderOf(lease)).EnumerateFiles($"{prefix}*{Extension}")
                .Select(file => new Part(
                    long.Parse(file.Name.AsSpan()[prefix.Length..^Extension.Length], CultureInfo.InvariantCulture), (int)file.Length))
                .OrderBy(piece => piece.Start),
        ];
    }

    private string FolderOf(long lease) => Path.Combine(folder, (lease / LeasesInAFolder).ToString(CultureInfo.InvariantCulture));

    private string PathOf(long lease, long start) =>
        Path.Combine(FolderOf(lease), string.Create(CultureInfo.InvariantCulture, $"{lease}.{start}{Extension}"));

    /// <summary>A piece: its place and length, in bytes.</summary>
    private readonly record struct Part(long Start, int Length)
    {
        public long End => Start + Length;
    }
}
