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

    /// <summary>
    /// Waits for a place, however long others need theirs. Who waits at the door is next: else a program that takes one place after another
    /// would leave none to the others.
    /// </summary>
    public static async Task<ProcessPlace> Take()
    {
        FileStream? door = null;
        while (true)
        {
            if (Free(ref door) is { } place)
                return place;
#pragma warning disable RS0030 // A lock of another process tells nobody.
            await Task.Delay(BetweenLooks);
#pragma warning restore RS0030
        }
    }

    /// <summary>As <see cref="Take"/>, where nothing can be awaited.</summary>
    public static ProcessPlace TakeHere()
    {
        FileStream? door = null;
        while (true)
        {
            if (Free(ref door) is { } place)
                return place;
#pragma warning disable RS0030 // A lock of another process tells nobody.
            Thread.Sleep(BetweenLooks);
#pragma warning restore RS0030
        }
    }

    public void Dispose() => file.Dispose();

    /// <param name="door">Held from the first look at which nobody else stood there until a place was found.</param>
    private static ProcessPlace? Free(ref FileStream? door)
    {
        Directory.CreateDirectory(Folder);
        door ??= Locked("door");
        if (door is null)
            return null;
        for (var i = 0; i < Environment.ProcessorCount; i++)
        {
            if (Locked(FormattableString.Invariant($"{i}")) is { } place)
            {
                door.Dispose();
                return new(place);
            }
        }
        return null;
    }

    /// <returns>Null where another holds it.</returns>
    private static FileStream? Locked(string name)
    {
        try
        {
            return new(Path.Combine(Folder, name), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
