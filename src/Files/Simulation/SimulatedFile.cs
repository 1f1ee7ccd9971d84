namespace Sweep.Files.Simulation;

/// <summary>A file of a <see cref="SimulatedDisk"/> that is open. Everything it does is done when the call returns.</summary>
internal sealed class SimulatedFile(SimulatedDisk disk, FileOnDisk content, FileAccess access, string path) : Stream, IOpenFile
{
    private readonly int opened = disk.Crashes;
    private long position;
    private bool closed;

    Stream IOpenFile.Stream => this;

    public override bool CanRead => !closed && access.HasFlag(FileAccess.Read);
    public override bool CanSeek => !closed;
    public override bool CanWrite => !closed && access.HasFlag(FileAccess.Write);

    public override long Length
    {
        get
        {
            Check();
            return content.Length;
        }
    }

    public override long Position
    {
        get => position;
        set
        {
            Check();
            position = value;
        }
    }

    public void Sync()
    {
        Check();
        disk.Sync(content, path);
    }

    public override int Read(Span<byte> buffer)
    {
        Check();
        var read = (int)Math.Clamp(content.Length - position, 0, buffer.Length);
        if (read == 0)
            return 0;
        content.Bytes.Slice((int)position, read).CopyTo(buffer);
        disk.MayFlip(buffer[..read], path);
        position += read;
        return read;
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check();
        if (!CanWrite)
            throw new NotSupportedException($"{path} is open to be read only.");
        disk.BeginChange();
        var fits = disk.Take(position + buffer.Length - content.Length, buffer.Length);
        content.Write((int)position, buffer[..fits]);
        content.Written = disk.Now;
        position += fits;
        if (fits < buffer.Length)
            throw disk.Full(path);
    }

    public override void SetLength(long value)
    {
        Check();
        if (!CanWrite)
            throw new NotSupportedException($"{path} is open to be read only.");
        disk.BeginChange();
        disk.GiveBack(content.Length - value);
        content.SetLength((int)value);
        content.Written = disk.Now;
        position = Math.Min(position, value);
    }

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => position + offset,
        _ => Length + offset,
    };

    public override void Flush() => Check();

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 0 ? -1 : one[0];
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void WriteByte(byte value) => Write([value]);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken)
    {
        Flush();
        return Task.CompletedTask;
    }

    protected override void Dispose(bool disposing)
    {
        closed = true;
        base.Dispose(disposing);
    }

    /// <summary>Whoever had a file open when the power went is gone with it.</summary>
    private void Check()
    {
        ObjectDisposedException.ThrowIf(closed, this);
        if (opened != disk.Crashes)
            throw new IOException($"{path} was open when the power went.");
        disk.CheckHalted();
    }
}
