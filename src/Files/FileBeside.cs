using System.Runtime.Versioning;

namespace Sweep.Files;

/// <summary>A file that stands beside its place until it is whole. Disposed before <see cref="TakePlace"/>, it leaves nothing.</summary>
internal sealed class FileBeside : IDisposable
{
    private readonly string path;
    private readonly string beside;

    public FileBeside(string path)
        : this(path, mode: null, static (beside, options) => new(beside, options))
    {
    }

    /// <param name="mode">Null leaves it as it was, or to the process where the file is new.</param>
    public FileBeside(string path, UnixFileMode? mode, Func<string, FileStreamOptions, FileStream> open)
    {
        this.path = path;
        beside = FormattableString.Invariant($"{path}.{Environment.ProcessId}.new");
        // What a process of this number left behind when it was killed, or a link that somebody put there to be written through.
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (OperatingSystem.IsWindows() || (mode ?? ModeOf(path)) is not { } kept)
        {
            Stream = open(beside, options);
            return;
        }
        options.UnixCreateMode = kept;
        Stream = open(beside, options);
        // The process may be one that lets others have less than the file did.
        File.SetUnixFileMode(Stream.SafeFileHandle, kept);
    }

    public FileStream Stream { get; }

    /// <summary>Gives the file its name.</summary>
    public void TakePlace()
    {
        Stream.Dispose();
#pragma warning disable RS0030 // Who asks for a durable file syncs it before and its folder after.
        File.Move(beside, path, overwrite: true);
#pragma warning restore RS0030
    }

    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        finally
        {
            File.Delete(beside);
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode? ModeOf(string path) =>
        new FileInfo(path) is { Exists: true, LinkTarget: null } file ? file.UnixFileMode : null;
}
