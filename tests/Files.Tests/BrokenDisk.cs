namespace Sweep.Files.Tests;

/// <summary>A real file on a disk that takes so many bytes, or that cannot say whether it has kept them.</summary>
internal sealed class BrokenDisk(string path, FileStreamOptions options, long room = long.MaxValue, bool syncs = true, Action? synced = null)
    : FileStream(path, options)
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        var fits = (int)Math.Clamp(room - Position, 0, count);
        base.Write(buffer, offset, fits);
        if (fits < count)
            throw new IOException("No space left on device");
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    public override void Flush(bool flushToDisk)
    {
        if (flushToDisk && !syncs)
            throw new IOException("Input/output error");
        base.Flush(flushToDisk);
        if (flushToDisk)
            synced?.Invoke();
    }
}
