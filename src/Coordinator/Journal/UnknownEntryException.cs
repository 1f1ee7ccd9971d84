namespace Sweep.Coordinator.Journal;

/// <summary>
/// An entry whose CRC is right but which this program cannot read: the journal is sound, the program is not the one for it.
/// </summary>
public sealed class UnknownEntryException(JournalPlace place, string what) : Exception(
    $"The journal has an entry that this program does not know ({place}: {what.TrimEnd('.')}): " +
    "it was written by a newer program; use that one, nothing is lost. " +
    "Where no program knows it, 'sweep db recover --step-over' goes on without it.")
{
    /// <summary>What the reader said about it.</summary>
    public string What => what;

    public JournalPlace Place => place;
}
