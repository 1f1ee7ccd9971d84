using Sweep.Coordinator.Journal;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Verification;

/// <summary>The journal's digest says what the journal says, entry by entry, and ends where it says that it does.</summary>
/// <param name="digest">Its blocks.</param>
internal sealed class DigestAudit(IEnumerable<DigestBlock> digest) : IDisposable
{
    private const string File = "journal.digest";

    private readonly IEnumerator<DigestBlock> blocks = digest.GetEnumerator();
    private DigestBlock? block;
    private List<JournalEvent> events = [];
    private bool over;

    /// <summary>Null where nothing is wrong.</summary>
    public Finding? Finding { get; private set; }

    /// <summary>Takes every entry of the journal, in its order.</summary>
    public void Take(PlacedEntry entry)
    {
        if (over || !Reaches(entry.Place.Sequence))
            return;
        var told = events[(int)(entry.Place.Sequence - block!.First)];
        if (!DigestFormat.AreSame(told, entry.Event))
            Find(FormattableString.Invariant($"Entry {entry.Place.Sequence} is another one there than in the journal."));
        else if (entry.Place.Sequence == block.Last && entry.Place.Crc != block.Crc)
            Find(FormattableString.Invariant($"Up to entry {entry.Place.Sequence} it was made of a journal that went otherwise."));
    }

    /// <summary>When all of the journal was taken.</summary>
    /// <param name="damage">Where the digest goes on with what is no block; null where it does not.</param>
    public void Close(long? damage)
    {
        if (Finding is null && damage is { } offset)
            Find(FormattableString.Invariant($"From byte {offset} on it is not what was written."));
    }

    public void Dispose() => blocks.Dispose();

    private bool Reaches(long sequence)
    {
        if (block is not null && sequence <= block.Last)
            return true;
        over = !blocks.MoveNext();
        if (over)
            return false;
        block = blocks.Current;
        if (block.TryEvents() is { } read)
            events = read;
        else
            Find(FormattableString.Invariant($"Its entries {block.First} to {block.Last} cannot be read."));
        return !over;
    }

    private void Find(string problem)
    {
        over = true;
        Finding = new(
            FindingKind.DigestChanged, File, problem,
            $"Delete {File}: nothing is lost, and the next start makes it anew from the journal.");
    }
}
