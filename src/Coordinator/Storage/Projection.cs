using System.Collections.Concurrent;
using System.Collections.Immutable;
using Serilog;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Turns what the journal made durable into documents: which ones, on the coordinator's thread, where the state may be read; the
/// writing, on the database's thread. What has piled up there meanwhile is written in one transaction.
/// </summary>
internal sealed class Projection : IJournalListener
{
    /// <summary>Epochs of a long catch-up that go to the database at a time, to bound memory.</summary>
    private const int EpochsAtOnce = 20_000;
    private const int RecentTrials = 20;

    private readonly ConcurrentQueue<ProjectionBatch> waiting = new();
    private volatile ImmutableQueue<TrialRow> recent = [];
    private int recentCount;
    private readonly ConcurrentDictionary<(string Collection, string Id), LeftOutDocument> leftOut = [];
    private readonly ResultsDatabase database;
    private readonly ILogger logger;
    private readonly ProjectedChanges changes;
    private volatile string? failure;
    private volatile bool followed;
    private volatile Exception? refused;

    public Projection(ResultsDatabase database, ILogger logger)
    {
        (this.database, this.logger) = (database, logger);
        changes = new(Remember);
    }

    /// <summary>Trials whose state changed last, newest first. May be asked from any thread.</summary>
    public ImmutableArray<TrialRow> Recent => [.. recent.Reverse()];

    /// <summary>Documents of agents and sweeps that the database cannot keep. May be asked from any thread.</summary>
    public ImmutableArray<LeftOutDocument> LeftOut =>
        [.. leftOut.Values.OrderBy(document => document.Collection, StringComparer.Ordinal)
            .ThenBy(document => document.Id, StringComparer.Ordinal)];

    public Exception? RefusedByDevice => refused;

    /// <exception cref="ResultsUnavailableException">The database has missed something; what it would answer is out of date.</exception>
    public void CheckCurrent()
    {
        if (failure is { } reason)
            throw new ResultsUnavailableException(reason);
    }

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        if (entries.Count == 0 || failure is not null)
            return;
        foreach (var entry in entries)
            changes.Note(entry, state);
        Queue(changes.Take(entries[0].Sequence - 1, entries[^1].Sequence, state));
    }

    /// <summary>
    /// Notes where sweeps were submitted: to be told of every entry of the journal, from the first, before anything else.
    /// </summary>
    public void Replayed(JournalEntry entry) => changes.Replayed(entry);

    /// <summary>Brings the database to the end of the journal.</summary>
    /// <param name="entries">What follows the database's watermark.</param>
    /// <param name="state">The state after the last of them; not used elsewhere meanwhile.</param>
    public async Task CatchUp(IEnumerable<JournalEntry> entries, CoordinatorState state)
    {
        var watermark = await database.Watermark();
        var last = watermark;
        foreach (var entry in entries)
        {
            last = entry.Sequence;
            changes.Note(entry, state);
            if (changes.Epochs < EpochsAtOnce)
                continue;
            // The watermark stays, so that these are written again if the catch-up does not come to its end.
            var part = changes.TakeEpochs();
            await database.Ask(opened => ProjectionWriter.WriteEpochs(opened, part));
        }
        changes.Begin(state);
        followed = state.LeftOut.Count == 0;
        NoteWhatIsLeftOut(state);
        if (last == watermark)
        {
            await database.Ask(opened => { FollowedDocument.Write(opened, last, followed); return true; });
            return;
        }
        var batch = changes.Take(watermark, last, state);
        await database.Ask(opened => ProjectionWriter.Write(opened, batch, LeaveOut, () => followed));
        logger.Information("The results database was brought from entry {From} of the journal to {Upto}", watermark, last);
    }

    /// <summary>
    /// The digest of the database as it is when all that was appended has been written; null where it is none of a whole journal.
    /// </summary>
    /// <param name="state">After the last entry that this was told of; not used elsewhere meanwhile.</param>
    /// <param name="end">Of the journal.</param>
    public Digest? DigestOf(CoordinatorState state, JournalEnd end) => followed && failure is null && state.Sequence == end.Sequence
        ? Digest.Of(end, state, sweep => changes.Record(state, sweep))
        : null;

    /// <summary>What was left out in an earlier life is left out still, and is said again.</summary>
    private void NoteWhatIsLeftOut(CoordinatorState state)
    {
        foreach (var refused in state.Agents.Select(agent => LeftOutDocument.Of(Schema.Agents, AgentDocument.Of(StateRecords.Agent(agent))))
            .Concat(state.Sweeps.Select(sweep =>
                LeftOutDocument.Of(Schema.Sweeps, SweepDocument.Of(changes.Record(state, sweep)))))
            .Concat(state.Sweeps.SelectMany(sweep => sweep.AllRuns).Where(run => LeftOutDocument.IsLarge(run.Leases.Count))
                .Select(run => LeftOutDocument.Of(Schema.Runs, RunDocument.Of(StateRecords.Run(run))))))
        {
            if (refused is not null)
                LeaveOut(refused);
        }
    }

    /// <summary>Trials and runs are left out with their sweep, and are too many to name.</summary>
    private void LeaveOut(LeftOutDocument document)
    {
        followed = false;
        if (document.Collection is Schema.Agents or Schema.Sweeps && leftOut.TryAdd((document.Collection, document.Id), document))
            logger.Warning("{LeftOut:l}", document.ToString());
    }

    private void Remember(TrialRow row)
    {
        recent = recent.Enqueue(row);
        if (++recentCount <= RecentTrials)
            return;
        recent = recent.Dequeue();
        recentCount--;
    }

    private void Queue(ProjectionBatch batch)
    {
        waiting.Enqueue(batch);
        _ = Written();
    }

    private async Task Written()
    {
        try
        {
            // For every batch there is one of these, and each writes at least one: whoever asks after a batch was queued sees it.
            await database.Ask(opened => failure is null && ProjectionWriter.WriteSome(opened, waiting, LeaveOut, () => followed));
        }
        catch (Exception e)
        {
            refused = DeviceFault.In(e) is null ? null : e;
            failure = e.Message;
            logger.Error(e,
                "The results database cannot be written and answers nothing more; the journal goes on, " +
                "and the next start brings the database up to it");
        }
    }
}
