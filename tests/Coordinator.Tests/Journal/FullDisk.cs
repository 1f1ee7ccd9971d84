namespace Sweep.Coordinator.Tests.Journal;

/// <summary>A real file on a disk that is full after so many bytes: the write that meets the end leaves its beginning behind.</summary>
internal sealed class FullDisk(string path, FileMode mode, long capacity) : FileStream(path, mode, FileAccess.Write, FileShare.Read, bufferSize: 0)
{
    public override void Write(byte[] buffer, int offset, int count)
    {
        var room = (int)Math.Clamp(capacity - Position, 0, count);
        base.Write(buffer, offset, room);
        if (room < count)
            throw new IOException("No space left on device");
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);
}
