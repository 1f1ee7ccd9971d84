namespace Sweep.Suite;

/// <summary>
/// A place for one tree of processes. There are as many as this machine has cores, for all test programs together, and as many again for
/// as long as a core is at rest. A tree that does little takes half of one. Each half is a locked file, which the system unlocks when its
/// holder ends, in whatever way.
/// </summary>
internal sealed class ProcessPlace : IDisposable
{
    private const int HalvesOfAPlace = 2;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);
    private static readonly string Ours = Path.Combine(Surroundings.Shared, $"sweep-places-{Environment.UserName}");

    /// <summary>Who waits in this test program, the next at the door first.</summary>
    private static readonly SortedSet<(int Rank, int Ticket)> Waiting = [];
    private static int tickets;

    private readonly string folder;
    private readonly int wanted;
    private readonly (int Rank, int Ticket) turn;
    private readonly List<FileStream> halves = [];
    private FileStream? door;

    /// <param name="folder">Where the places are, one for all test programs of a machine.</param>
    internal ProcessPlace(string folder, bool doesLittle, int rank)
    {
        this.folder = folder;
        (wanted, turn) = (doesLittle ? 1 : HalvesOfAPlace, (rank, Interlocked.Increment(ref tickets)));
        lock (Waiting)
            Waiting.Add(turn);
    }

    /// <summary>
    /// Waits for a place before any test does, however long others need theirs. Who waits at the door is next: else a program that takes one
    /// place after another would leave none to the others.
    /// </summary>
    public static async Task<ProcessPlace> Take()
    {
        var place = new ProcessPlace(Ours, doesLittle: false, rank: 0);
        CoresAtRest? cores = null;
        while (!place.IsTaken(() => (cores ??= new()).OneIs))
#pragma warning disable RS0030 // A lock of another process tells nobody.
            await Task.Delay(BetweenLooks);
#pragma warning restore RS0030
        return place;
    }

    /// <summary>As <see cref="Take"/>, where nothing can be awaited.</summary>
    /// <param name="rank">Of those that wait in this test program the lowest is next.</param>
    public static ProcessPlace TakeHere(bool doesLittle, int rank)
    {
        var place = new ProcessPlace(Ours, doesLittle, rank);
        CoresAtRest? cores = null;
        while (!place.IsTaken(() => (cores ??= new()).OneIs))
#pragma warning disable RS0030 // A lock of another process tells nobody.
            Thread.Sleep(BetweenLooks);
#pragma warning restore RS0030
        return place;
    }

    /// <summary>
    /// The last test program of this machine leaves no folder of places behind. It has all of them meanwhile, so that nobody else has one;
    /// who comes between may share a place once with somebody, no more.
    /// </summary>
    public static void LeaveNone() => LeaveNone(Ours);

    internal static void LeaveNone(string folder)
    {
        if (!Directory.Exists(folder))
            return;
        List<FileStream?> held = [];
        try
        {
            held.AddRange(Directory.GetFiles(folder).Select(Locked));
            if (!held.Contains(null))
                Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // Another test program is at it, or has come just now.
        }
        held.ForEach(file => file?.Dispose());
    }

    /// <summary>Gives it back, or waits for it no more.</summary>
    public void Dispose()
    {
        lock (Waiting)
            Waiting.Remove(turn);
        door?.Dispose();
        halves.ForEach(half => half.Dispose());
    }

    /// <summary>Only who stands at the door gathers halves, so that no two wait for each other's.</summary>
    /// <param name="aCoreIsAtRest">Asked at the door alone. Where it is so there are as many places again.</param>
    internal bool IsTaken(Func<bool> aCoreIsAtRest)
    {
        lock (Waiting)
        {
            if (door is null && Waiting.Min != turn)
                return false;
        }
        Directory.CreateDirectory(folder);
        door ??= Locked(Path.Combine(folder, "door"));
        if (door is null)
            return false;
        var places = aCoreIsAtRest() ? 2 * Environment.ProcessorCount : Environment.ProcessorCount;
        for (var i = 0; i < HalvesOfAPlace * places && halves.Count < wanted; i++)
        {
            if (Locked(Path.Combine(folder, FormattableString.Invariant($"{i}"))) is { } half)
                halves.Add(half);
        }
        if (halves.Count < wanted)
            return false;
        lock (Waiting)
            Waiting.Remove(turn);
        door.Dispose();
        return true;
    }

    /// <returns>Null where another holds it.</returns>
    private static FileStream? Locked(string file)
    {
        try
        {
            return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
