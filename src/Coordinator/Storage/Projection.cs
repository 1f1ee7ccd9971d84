using System.Collections.Concurrent;
using System.Collections.Immutable;
using Serilog;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Turns what the journal made durable into documents: which ones, on the coordinator's thread, where the state may be read; the
/// writing, on the database's thread. What has piled up there meanwhile is written in one transaction.
/// </summary>
internal sealed class Projection(ResultsDatabase database, ILogger logger) : IJournalListener
{
    /// <summary>Epochs of a long catch-up that go to the database at a time, to bound memory.</summary>
    private const int EpochsAtOnce = 20_000;
    private const int RecentTrials = 20;

    private readonly ConcurrentQueue<ProjectionBatch> waiting = new();
    private readonly Dictionary<string, SweepTally> tallies = [];
    private readonly Dictionary<string, long> submitted = [];
    private volatile ImmutableQueue<TrialRow> recent = [];
    private int recentCount;
    private readonly ConcurrentDictionary<(string Collection, string Id), LeftOutDocument> leftOut = [];
    private volatile string? failure;

    /// <summary>Trials whose state changed last, newest first. May be asked from any thread.</summary>
    public ImmutableArray<TrialRow> Recent => [.. recent.Reverse()];

    /// <summary>Documents of agents and sweeps that the database cannot keep. May be asked from any thread.</summary>
    public ImmutableArray<LeftOutDocument> LeftOut =>
        [.. leftOut.Values.OrderBy(document => document.Collection, StringComparer.Ordinal)
            .ThenBy(document => document.Id, StringComparer.Ordinal)];

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
        var (runs, sweeps, agents) = (new HashSet<RunState>(), new HashSet<SweepState>(), new HashSet<AgentState>());
        var epochs = new List<CurvePoint>();
        foreach (var entry in entries)
            Touch(entry, state, runs, sweeps, agents, epochs);
        Queue(Batch(entries[0].Sequence - 1, entries[^1].Sequence, state, runs, sweeps, agents, epochs));
    }

    /// <summary>
    /// Notes where sweeps were submitted: to be told of every entry of the journal, from the first, before anything else.
    /// </summary>
    public void Replayed(JournalEntry entry)
    {
        if (entry.Event is SweepSubmitted { Spec.Name: not null } submission)
            submitted[submission.Spec.Name] = entry.Sequence;
    }

    /// <summary>Brings the database to the end of the journal.</summary>
    /// <param name="entries">What follows the database's watermark.</param>
    /// <param name="state">The state after the last of them; not used elsewhere meanwhile.</param>
    public async Task CatchUp(IEnumerable<JournalEntry> entries, CoordinatorState state)
    {
        var watermark = await database.Watermark();
        var (runs, sweeps, agents) = (new HashSet<RunState>(), new HashSet<SweepState>(), new HashSet<AgentState>());
        var epochs = new List<CurvePoint>();
        var last = watermark;
        foreach (var entry in entries)
        {
            last = entry.Sequence;
            Touch(entry, state, runs, sweeps, agents, epochs);
            if (epochs.Count < EpochsAtOnce)
                continue;
            // The watermark stays, so that these are written again if the catch-up does not come to its end.
            var part = epochs.ToArray();
            await database.Ask(opened => ProjectionWriter.WriteEpochs(opened, part));
            epochs.Clear();
        }
        // Tallies made here tell later changes of state from what was so at the start.
        foreach (var sweep in state.Sweeps)
            TallyOf(state, sweep);
        NoteWhatIsLeftOut(state);
        if (last == watermark)
            return;
        var batch = Batch(watermark, last, state, runs, sweeps, agents, epochs);
        await database.Ask(opened => ProjectionWriter.Write(opened, batch, LeaveOut));
        logger.Information("The results database was brought from entry {From} of the journal to {Upto}", watermark, last);
    }

    /// <summary>What was left out in an earlier life is left out still, and is said again.</summary>
    private void NoteWhatIsLeftOut(CoordinatorState state)
    {
        foreach (var refused in state.Agents.Select(agent => LeftOutDocument.Of(Schema.Agents, AgentDocument.Of(StateRecords.Agent(agent))))
            .Concat(state.Sweeps.Select(sweep =>
                LeftOutDocument.Of(Schema.Sweeps, SweepDocument.Of(TallyOf(state, sweep).Record(sweep, submitted[sweep.Name]))))))
        {
            if (refused is not null)
                LeaveOut(refused);
        }
    }

    /// <summary>Trials and runs are left out with their sweep, and are too many to name.</summary>
    private void LeaveOut(LeftOutDocument document)
    {
        if (document.Collection is Schema.Agents or Schema.Sweeps && leftOut.TryAdd((document.Collection, document.Id), document))
            logger.Warning("{LeftOut:l}", document.ToString());
    }

    private void Touch(
        JournalEntry entry, CoordinatorState state, HashSet<RunState> runs, HashSet<SweepState> sweeps,
        HashSet<AgentState> agents, List<CurvePoint> epochs)
    {
        foreach (var run in state.RunsOf(entry.Event))
        {
            runs.Add(run);
            sweeps.Add(run.Sweep);
        }
        switch (entry.Event)
        {
            case SweepSubmitted e when state.Sweep(e.Spec?.Name) is { } sweep:
                submitted[sweep.Name] = entry.Sequence;
                tallies.Remove(sweep.Name);
                sweeps.Add(sweep);
                break;
            case EpochRecorded e when state.Run(e.Run) is not null:
                epochs.Add(new(e.Run, e.Metrics, e.Checkpoint, e.Lease, e.At));
                break;
            case AgentRegistered e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentQuarantined e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentReadmitted e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentCapacityLowered e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentPaused e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentDrained e: agents.Add(state.Agent(e.Agent)!); break;
            case AgentResumed e: agents.Add(state.Agent(e.Agent)!); break;
        }
    }

    private ProjectionBatch Batch(
        long after, long upto, CoordinatorState state, HashSet<RunState> runs, HashSet<SweepState> sweeps,
        HashSet<AgentState> agents, IReadOnlyList<CurvePoint> epochs)
    {
        var trials = new List<StoredTrial>();
        foreach (var run in runs)
        {
            var tally = TallyOf(state, run.Sweep);
            tally.Trained(run);
            foreach (var trial in run.Trials)
            {
                var record = StateRecords.Trial(state, trial);
                trials.Add(record);
                if (tally.Changed(record))
                    Remember(record.Row);
            }
        }
        return new(after, upto,
            [.. sweeps.Select(sweep => TallyOf(state, sweep).Record(sweep, submitted[sweep.Name]))],
            trials, [.. runs.Select(StateRecords.Run)], epochs, [.. agents.Select(StateRecords.Agent)]);
    }

    private SweepTally TallyOf(CoordinatorState state, SweepState sweep)
    {
        if (!tallies.TryGetValue(sweep.Name, out var tally))
            tallies.Add(sweep.Name, tally = new(state, sweep));
        return tally;
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
            await database.Ask(opened => ProjectionWriter.WriteAll(opened, waiting, LeaveOut));
        }
        catch (Exception e)
        {
            failure = e.Message;
            logger.Error(e,
                "The results database cannot be written and answers nothing more; the journal goes on, " +
                "and the next start brings the database up to it");
        }
    }
}
