using Sweep.Files;

namespace Sweep.Coordinator.Drilling;

/// <summary>
/// The folder of one drill, removed with everything in it unless it is kept. A drill that is killed cannot do that: the next one does. It
/// knows such a folder by its lock file, which the drill held while it lived, and a kept one by having none.
/// </summary>
internal sealed class DrillFolder : IDisposable
{
    private const string Prefix = "sweep-drill-";
    private const string LockFile = "drill.lock";
    private const int Tries = 20;
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    private readonly FileStream held;
    private bool removed;

    private DrillFolder(string path)
    {
        Path = path;
        held = Hold(path);
        AppDomain.CurrentDomain.ProcessExit += OnExit;
    }

    public string Path { get; }

    public bool Kept { get; set; }

    /// <param name="within">Where drills have their folders; null is the folder for temporary files.</param>
    public static DrillFolder Create(string? within = null)
    {
        within ??= System.IO.Path.GetTempPath();
        RemoveLeftovers(within);
#pragma warning disable RS0030 // A name beside those of other drills of this machine.
        return new(Directory.CreateDirectory(System.IO.Path.Combine(within, Prefix + Guid.NewGuid().ToString("N")[..12])).FullName);
#pragma warning restore RS0030
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (removed)
            return;
        removed = true;
        held.Dispose();
        if (Kept)
            File.Delete(held.Name);
        else
            Remove(Path);
    }

    private void OnExit(object? sender, EventArgs e) => Dispose();

    private static FileStream Hold(string folder) =>
        new(System.IO.Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void RemoveLeftovers(string within)
    {
        foreach (var folder in new DirectoryInfo(within).EnumerateDirectories(Prefix + "*").Where(folder => folder.LinkTarget is null))
        {
            if (IsLeftover(folder.FullName))
                Remove(folder.FullName);
        }
    }

    private static bool IsLeftover(string folder)
    {
        try
        {
            var known = new FileInfo(System.IO.Path.Combine(folder, LockFile));
            if (!known.Exists || known.LinkTarget is not null)
                return false;
            Hold(folder).Dispose();
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A drill that lives, or somebody else's.
            return false;
        }
    }

    /// <summary>Processes that have just been killed may still be writing their last.</summary>
    private static void Remove(string folder)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                // Agents that were killed leave the code of programs read-only.
                FolderArchive.Delete(folder);
                return;
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (tried == Tries)
                    return;
                Thread.Sleep(BetweenTries);
            }
        }
    }
}
