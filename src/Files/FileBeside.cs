namespace Sweep.Files;

/// <summary>A file that stands beside its place until it is whole. Disposed before <see cref="TakePlace"/>, it leaves nothing.</summary>
internal sealed class FileBeside : IDisposable
{
    private readonly IFiles files;
    private readonly string path;
    private readonly string beside;
    private readonly IOpenFile file;

    /// <param name="mode">Null leaves it as it was, or to the process where the file is new.</param>
    public FileBeside(IFiles files, string path, UnixFileMode? mode = null)
    {
        (this.files, this.path) = (files, path);
        beside = FormattableString.Invariant($"{path}.{Environment.ProcessId}.new");
        // What a process of this number left behind when it was killed, or a link that somebody put there to be written through.
        files.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = mode ?? files.ModeOf(path);
        file = files.Open(beside, options);
    }

    public Stream Stream => file.Stream;

    public void Sync() => file.Sync();

    /// <summary>Gives the file its name.</summary>
    public void TakePlace()
    {
        file.Dispose();
        files.Move(beside, path, overwrite: true);
    }

    public void Dispose()
    {
        try
        {
            file.Dispose();
        }
        finally
        {
            files.Delete(beside);
        }
    }
}
