namespace Sweep.Files;

/// <summary>One thing that is packed.</summary>
/// <param name="Path">Relative to the folder, with slashes.</param>
internal abstract record FolderEntry(string Path)
{
    /// <summary>A folder in which nothing is.</summary>
    public sealed record Empty(string Path) : FolderEntry(Path);

    public sealed record OfFile(string Path, string Source, long Bytes, bool IsExecutable) : FolderEntry(Path);

    /// <param name="Target">Relative to where the link lies, with slashes.</param>
    public sealed record Link(string Path, string Target) : FolderEntry(Path);
}
