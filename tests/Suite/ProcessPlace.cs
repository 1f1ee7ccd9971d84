namespace Sweep.Suite;

/// <summary>
/// A place for one tree of processes. There are as many as this machine has cores, for all test programs together: each is a locked file,
/// which the system unlocks when its holder ends, in whatever way.
/// </summary>
internal sealed class ProcessPlace : IDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly string Folder = Path.Combine(Surroundings.Shared, $"sweep-places-{Environment.UserName}");

    private readonly FileStream file;

    private ProcessPlace(FileStream file) => this.file = file;

    /// <summary>Waits for a place, however long others need theirs.</summary>
    public static async Task<ProcessPlace> Take()
    {
        while (true)
        {
            if (Free() is { } place)
                return place;
#pragma warning disable RS0030 // A lock of another process tells nobody.
            await Task.Delay(BetweenLooks);
#pragma warning restore RS0030
        }
    }

    /// <summary>As <see cref="Take"/>, where nothing can be awaited.</summary>
    public static ProcessPlace TakeHere()
    {
        while (true)
        {
            if (Free() is { } place)
                return place;
#pragma warning disable RS0030 // A lock of another process tells nobody.
            Thread.Sleep(BetweenLooks);
#pragma warning restore RS0030
        }
    }

    public void Dispose() => file.Dispose();

    private static ProcessPlace? Free()
    {
        Directory.CreateDirectory(Folder);
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            try
            {
                return new(new FileStream(
                    Path.Combine(Folder, FormattableString.Invariant($"{i}")), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException)
            {
                // Taken.
            }
        }
        return null;
    }
}
