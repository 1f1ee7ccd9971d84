using Serilog;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Hosting;

/// <summary>Lets the digest follow the journal, beside all work. Nobody waits for it, and what it misses a later start reads.</summary>
internal sealed class DigestKeeper(JournalDigest digest, string journalFolder, ILogger log) : IJournalListener, IAsyncDisposable
{
    /// <summary>Entries that are not worth a write: they are read and followed in a tenth of a second.</summary>
    internal const long Few = 20_000;

    private readonly CancellationTokenSource stopping = new();
    private long looked;
    private Task work = Task.CompletedTask;

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        if (entries.Count > 0)
            Look(entries[^1].Sequence);
    }

    /// <summary>Brings the digest up to an entry that is on disk, where it is many behind and not being written already.</summary>
    public void Look(long last)
    {
        if (last - looked < Few || !work.IsCompleted)
            return;
        looked = last;
        work = Task.Run(() => Extend(last));
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await work;
        stopping.Dispose();
    }

    private void Extend(long last)
    {
        try
        {
            digest.Extend(JournalReader.Of(journalFolder), last, Few, stop: stopping.Token);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JournalDamagedException or UnknownEntryException)
        {
            log.Information(
                "The journal's digest could not be written ({Problem}), so the next start reads the journal itself",
                e.Message.TrimEnd('.'));
        }
    }
}
