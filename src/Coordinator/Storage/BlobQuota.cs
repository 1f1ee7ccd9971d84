using System.Globalization;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Storage;

/// <summary>An agent has stored more than it may.</summary>
public sealed class BlobQuotaException(string agent, long mostBytes) : BadInputException(string.Create(
    CultureInfo.InvariantCulture,
    $"Agent {agent} has stored {mostBytes >> 20} MiB of checkpoints that no report has named: it may store more when its reports have " +
    $"come, or these are collected in half an hour."));

/// <summary>
/// How much each agent may have in the blob store that no report has named yet. An agent at work reports every checkpoint that it stores
/// within seconds; one that only stores fills the disk of all, and is stopped here. What a report names counts no longer, nor what is old
/// enough to be collected. Safe to use from any thread.
/// </summary>
internal sealed class BlobQuota(TimeProvider clock, long mostBytes = BlobQuota.MostBytes) : IJournalListener
{
    /// <summary>Sixteen slots that each have the checkpoints of two epochs of 2 GiB on their way.</summary>
    public const long MostBytes = 64L << 30;

    private readonly Lock counting = new();
    private readonly Dictionary<string, Dictionary<string, Stored>> byAgent = [];

    /// <summary>The content of a blob that an agent sends, which is counted as it is read.</summary>
    /// <exception cref="BlobQuotaException">While it is read: the agent has stored too much.</exception>
    public Stream Counted(string agent, string sha256, Stream content) =>
        new CountedStream(content, bytes => Take(agent, sha256, bytes));

    /// <summary>The blob was not stored.</summary>
    public void Forget(string agent, string sha256)
    {
        lock (counting)
            byAgent.GetValueOrDefault(agent)?.Remove(sha256);
    }

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        lock (counting)
        {
            foreach (var entry in entries)
                if (entry.Event is EpochRecorded { Checkpoint.Sha256: { } named })
                    foreach (var its in byAgent.Values)
                        its.Remove(named);
        }
    }

    /// <param name="bytes">Of this blob so far.</param>
    private void Take(string agent, string sha256, long bytes)
    {
        lock (counting)
        {
            if (!byAgent.TryGetValue(agent, out var its))
                byAgent.Add(agent, its = []);
            foreach (var (old, _) in its.Where(blob => clock.GetElapsedTime(blob.Value.At) >= BlobStore.Grace).ToList())
                its.Remove(old);
            if (its.Where(blob => blob.Key != sha256).Sum(blob => blob.Value.Bytes) + bytes > mostBytes)
                throw new BlobQuotaException(agent, mostBytes);
            its[sha256] = new(bytes, clock.GetTimestamp());
        }
    }

    private readonly record struct Stored(long Bytes, long At);
}
