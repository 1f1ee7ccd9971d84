namespace Sweep.Files.Simulation;

/// <summary>Names that were given and taken away and are not on the platter, oldest first.</summary>
internal sealed class NameChanges
{
    /// <summary>What nobody syncs, the kernel writes in its own time: this many changes may wait.</summary>
    private const int Most = 64;

    private readonly List<Change> waiting = [];
    private readonly HashSet<object> lostThings = [];
    private readonly HashSet<(FolderOnDisk, string)> lostNames = [];
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

    /// <summary>
    /// The power goes: the first few changes are on the platter, as with a journal of the file system, or any that need none of the others.
    /// </summary>
    public void Crash(Random random)
    {
        if (waiting.Count == 0)
            return;
        // The numbers of the changes rise.
        int? firstLost = random.Next(2) == 0 ? random.Next(waiting[0].Number, waiting[^1].Number + 2) : null;
        for (int start = 0, end; start < waiting.Count; start = end)
        {
            for (end = start + 1; end < waiting.Count && waiting[end].Number == waiting[start].Number;)
                end++;
            var keeps = firstLost is { } lost ? waiting[start].Number < lost : random.Next(2) == 0 && !NeedsWhatIsLost(start, end);
            for (var i = start; i < end; i++)
            {
                if (keeps)
                    Apply(waiting[i]);
                else
                    Lose(waiting[i]);
            }
        }
        waiting.Clear();
        lostThings.Clear();
        lostNames.Clear();
    }

    private bool NeedsWhatIsLost(int start, int end)
    {
        for (var i = start; i < end; i++)
            if (lostNames.Contains((waiting[i].Folder, waiting[i].Name)) || (waiting[i].What is { } what && lostThings.Contains(what)))
                return true;
        return false;
    }

    private void Lose(Change change)
    {
        lostNames.Add((change.Folder, change.Name));
        if (change.What is { } what)
            lostThings.Add(what);
    }

    private static void Apply(Change change) => change.Folder.SetOnPlatter(change.Name, change.What);

    private readonly record struct Change(FolderOnDisk Folder, string Name, object? What, int Number);
}
