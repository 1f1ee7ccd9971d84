using Sweep.Files;

namespace Sweep.Coordinator.Journal;

/// <summary>A damaged journal, and what going on from before the damage costs.</summary>
/// <param name="LostEntries">Lines from the damage on; the last of them may be torn.</param>
/// <param name="LostEpochs">Of these, recorded epochs: they are trained again.</param>
internal sealed record JournalDamage(JournalPlace Place, string What, long LostEntries, long LostEpochs);

/// <summary>
/// Goes on from before the damage of a journal, by explicit order only. The damaged segment and all that follow are kept aside first.
/// </summary>
internal static class JournalRecovery
{
    /// <summary>The first damage; null where the journal is sound, a torn end included.</summary>
    /// <exception cref="UnknownEntryException">Not damage: an entry of a newer program.</exception>
    public static JournalDamage? Look(string folder) => Look(RealFiles.OfThisMachine, folder);

    /// <inheritdoc cref="Look(string)"/>
    public static JournalDamage? Look(IFiles files, string folder)
    {
        try
        {
            foreach (var _ in JournalReader.Of(files, folder).After(0)) { }
            return null;
        }
        catch (JournalDamagedException damage)
        {
            var (entries, epochs) = Count(files, folder, damage);
            return new(new(damage.File, damage.Offset, damage.Sequence), damage.What, entries, epochs);
        }
    }

    /// <summary>Cuts the journal before the damage.</summary>
    /// <param name="aside">Folder for the segments as they were; must not exist.</param>
    public static void Cut(string folder, JournalDamage damage, string aside) =>
        Cut(RealFiles.OfThisMachine, folder, damage, aside);

    /// <inheritdoc cref="Cut(string, JournalDamage, string)"/>
    public static void Cut(IFiles files, string folder, JournalDamage damage, string aside)
    {
        var affected = From(files, folder, damage.Place.File);
        Keep(files, affected, aside);
        // From the end: whatever interrupts this, the damage is still there to be found and cut again.
        foreach (var segment in affected.Skip(1).Reverse())
            files.Delete(segment.Path);
        if (damage.Place.Offset == 0)
            files.Delete(damage.Place.File);
        else
            Shorten(files, damage.Place.File, damage.Place.Offset);
        files.SyncFolder(folder);
    }

    private static List<Segment> From(IFiles files, string folder, string file) =>
        [.. Segment.In(files, folder).SkipWhile(segment => segment.Path != file)];

    /// <summary>Copies segments into a folder that is there whole or not at all.</summary>
    internal static void Keep(IFiles files, List<Segment> segments, string aside)
    {
        var unfinished = aside + ".unfinished";
        if (files.IsFolder(unfinished))
            files.DeleteFolder(unfinished);
        files.MakeFolder(unfinished);
        foreach (var segment in segments)
        {
            var copy = Path.Combine(unfinished, Path.GetFileName(segment.Path));
            files.Copy(segment.Path, copy);
            DurableFile.Sync(files, copy);
        }
        DurableFolder.MoveInto(files, unfinished, aside);
    }

    private static void Shorten(IFiles files, string path, long length)
    {
        using var file = files.Open(path, new() { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.Read });
        file.Stream.SetLength(length);
        file.Sync();
    }

    private static (long Entries, long Epochs) Count(IFiles files, string folder, JournalDamagedException damage)
    {
        var (entries, epochs) = (0L, 0L);
        foreach (var segment in From(files, folder, damage.File))
        {
            using var file = files.OpenRead(segment.Path);
            file.Position = segment.Path == damage.File ? damage.Offset : 0;
            var atHeader = file.Position == 0;
            using var lines = new StreamReader(file);
            if (atHeader)
                lines.ReadLine();
            while (lines.ReadLine() is { } line)
            {
                entries++;
                if (line.Contains("\"kind\":\"epoch-recorded\"", StringComparison.Ordinal))
                    epochs++;
            }
        }
        return (entries, epochs);
    }
}
