namespace Sweep.Files.Simulation;

/// <summary>
/// Which names are in a simulated folder: for those who look, and on the platter. A name leads to a <see cref="FileOnDisk"/> or to another
/// folder.
/// </summary>
internal sealed class FolderOnDisk
{
    private readonly Dictionary<string, object> names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, object> platter = new(StringComparer.Ordinal);
    private bool differs;

    public IReadOnlyDictionary<string, object> Names => names;

    public object? this[ReadOnlySpan<char> name] =>
        names.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var what) ? what : null;

    /// <param name="what">Null takes the name away.</param>
    public void Set(string name, object? what)
    {
        differs = true;
        Set(names, name, what);
    }

    public void SetOnPlatter(string name, object? what) => Set(platter, name, what);

    /// <summary>What is not on the platter is gone, and what is, is there again.</summary>
    public void Crash(Random random)
    {
        if (differs)
        {
            differs = false;
            names.Clear();
            foreach (var (name, what) in platter)
                names.Add(name, what);
        }
        foreach (var (_, what) in names)
        {
            if (what is FolderOnDisk folder)
                folder.Crash(random);
            else
                ((FileOnDisk)what).Crash(random);
        }
    }

    /// <summary>Another folder with all that is in it, all of it on the platter.</summary>
    public FolderOnDisk Twin()
    {
        var twin = new FolderOnDisk();
        foreach (var (name, what) in names)
        {
            object other = what is FolderOnDisk folder ? folder.Twin() : ((FileOnDisk)what).Twin();
            twin.names.Add(name, other);
            twin.platter.Add(name, other);
        }
        return twin;
    }

    /// <summary>Of all files in it and below.</summary>
    public long TotalBytes()
    {
        var total = 0L;
        foreach (var (_, what) in names)
            total += what is FolderOnDisk folder ? folder.TotalBytes() : ((FileOnDisk)what).Length;
        return total;
    }

    private static void Set(Dictionary<string, object> names, string name, object? what)
    {
        if (what is null)
            names.Remove(name);
        else
            names[name] = what;
    }
}
