using System.Globalization;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// A journal that has been written and is not what was written: nothing in it is skipped, so reading stops here. What precedes the
/// place is sound.
/// </summary>
public sealed class JournalDamagedException(string file, long offset, long sequence, string what)
    : Exception(string.Create(CultureInfo.InvariantCulture,
        $"The journal is damaged: {file}, byte {offset}, entry {sequence}: {what}. " +
        $"Everything before it is sound; put the file back from a backup, or let 'sweep db recover' keep what precedes it."))
{
    public string File => file;

    /// <summary>What is wrong there.</summary>
    public string What => what;

    /// <summary>Of the first byte of the entry that cannot be trusted.</summary>
    public long Offset => offset;

    /// <summary>The entry that belongs there.</summary>
    public long Sequence => sequence;
}
