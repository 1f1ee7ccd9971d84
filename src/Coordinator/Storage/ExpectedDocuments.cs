using LiteDB;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Every document that follows from a journal, made from the replayed state and nothing else: not by the steps in which a live coordinator
/// writes them, which is what makes a comparison worth something.
/// </summary>
internal sealed class ExpectedDocuments
{
    private readonly Dictionary<string, long> submitted = [];
    private readonly Dictionary<string, CurvePoint> epochs = [];

    /// <summary>Notes what the state does not keep: to be told of every entry from the first.</summary>
    public void Note(JournalEntry entry)
    {
        switch (entry.Event)
        {
            case SweepSubmitted { Spec.Name: not null } e:
                submitted[e.Spec.Name] = entry.Sequence;
                break;
            case EpochRecorded e:
                epochs[EpochDocument.IdOf(e.Run, e.Metrics.Epoch)] = new(e.Run, e.Metrics, e.Checkpoint, e.Lease, e.At);
                break;
        }
    }

    /// <summary>The digest that follows from the journal; null where there is to be none.</summary>
    /// <param name="state">After the last entry noted.</param>
    public Digest? DigestOf(CoordinatorState state, JournalEnd end) => Digest.Of(end, state, sweep => Record(state, sweep));

    /// <summary>The documents of one collection by id, each made when it is asked for.</summary>
    /// <param name="state">After the last entry noted.</param>
    public Dictionary<string, Func<BsonDocument>> Of(string collection, CoordinatorState state)
    {
        var runs = state.Sweeps.SelectMany(sweep => sweep.AllRuns);
        return collection switch
        {
            Schema.Sweeps => state.Sweeps.ToDictionary<SweepState, string, Func<BsonDocument>>(
                sweep => sweep.Name, sweep => () => SweepDocument.Of(Record(state, sweep))),
            Schema.Runs => runs.ToDictionary<RunState, string, Func<BsonDocument>>(
                run => run.Id.Value, run => () => RunDocument.Of(StateRecords.Run(run))),
            Schema.Trials => runs.SelectMany(run => run.Trials).ToDictionary<SweepTrial, string, Func<BsonDocument>>(
                trial => trial.Id.Value, trial => () => TrialOf(state, trial)),
            Schema.Agents => state.Agents.ToDictionary<AgentState, string, Func<BsonDocument>>(
                agent => agent.Name, agent => () => AgentDocument.Of(StateRecords.Agent(agent))),
            Schema.Epochs => epochs.Where(epoch => state.Run(epoch.Value.Run) is not null)
                .ToDictionary<KeyValuePair<string, CurvePoint>, string, Func<BsonDocument>>(
                    epoch => epoch.Key, epoch => () => EpochDocument.Of(epoch.Value)),
            _ => throw new ArgumentOutOfRangeException(nameof(collection)),
        };
    }

    private StoredSweep Record(CoordinatorState state, SweepState sweep) =>
        new SweepTally(state, sweep).Record(sweep, submitted[sweep.Name]);

    private static BsonDocument TrialOf(CoordinatorState state, SweepTrial trial)
    {
        var record = StateRecords.Trial(state, trial);
        return TrialDocument.Of(record.Row, record.Order);
    }
}
