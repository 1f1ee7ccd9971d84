namespace Sweep.Files.Simulation;

/// <summary>Names that were given and taken away and are not on the platter, oldest first.</summary>
internal sealed class NameChanges
{
    /// <summary>What nobody syncs, the kernel writes in its own time: this many changes may wait.</summary>
    private const int Most = 64;

    private readonly List<Change> waiting = [];
    private int last;

    /// <summary>One change of names, or several that a file system makes as one, as long as no sync comes between their folders.</summary>
    public void Begin() => last++;

    /// <param name="what">Null takes the name away.</param>
    public void Set(FolderOnDisk folder, string name, object? what)
    {
        folder.Set(name, what);
        waiting.Add(new(folder, name, what, last));
        if (waiting.Count <= Most)
            return;
        Apply(waiting[0]);
        waiting.RemoveAt(0);
    }

    public void Sync(FolderOnDisk folder)
    {
        var left = 0;
        for (var i = 0; i < waiting.Count; i++)
        {
            if (waiting[i].Folder == folder)
                Apply(waiting[i]);
            else
                waiting[left++] = waiting[i];
        }
        waiting.RemoveRange(left, waiting.Count - left);
    }

    /// <summary>The power goes: the first few changes are on the platter, as in a file system with a journal, or just any of them.</summary>
    public void Crash(Random random)
    {
        if (waiting.Count == 0)
            return;
        // The numbers of the changes rise.
        int? firstLost = random.Next(2) == 0 ? random.Next(waiting[0].Number, waiting[^1].Number + 2) : null;
        var (drawn, keeps) = (0, false);
        foreach (var change in waiting)
        {
            if (change.Number != drawn)
                (drawn, keeps) = (change.Number, firstLost is { } end ? change.Number < end : random.Next(2) == 0);
            if (keeps)
                Apply(change);
        }
        waiting.Clear();
    }

    private static void Apply(Change change) => change.Folder.SetOnPlatter(change.Name, change.What);

    private readonly record struct Change(FolderOnDisk Folder, string Name, object? What, int Number);
}
