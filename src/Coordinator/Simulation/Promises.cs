using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// What the coordinator of a lab has told to anybody, held against what its journal has: after every append, at every start, and whenever
/// somebody is told something. What is restored from an older backup takes the promises with it that were made after it.
/// </summary>
internal sealed class Promises(UndisturbedCurves curves)
{
    private const string Durable = "acknowledged is durable";
    private const string Once = "one result for every trial";
    private const string Bits = "bits equal the undisturbed curve";
    private const string Sound = "the state is sound";
    private const string Replay = "replay equals life";
    private const string Stays = "what was shown stays";
    private const string Proved = "what counts was trained on the sweep's data";
    private const string OneReport = "the number of a report means one report";
    private const string OwnRun = "a report counts for the run that it names";

    private readonly List<JournalEvent> written = [];
    private readonly Dictionary<(string Agent, long Number), Report> sent = [];
    private Told told = new();

    /// <summary>Events that were given to the journal, the last of which it may not have.</summary>
    public IReadOnlyList<JournalEvent> Journal => written;

    /// <summary>How often something that was told was held against the journal.</summary>
    public long Compared { get; private set; }

    /// <summary>Reports that came too late for a lease which is of another run by now.</summary>
    public int OfOtherRuns { get; private set; }

    /// <summary>What was promised and written up to now, to be kept with a backup made now.</summary>
    public KeptPromises Snapshot(long sequence) => new(told.Copy(sequence), [.. written]);

    /// <summary>
    /// The home is as it was when a backup was made: what was promised since is not in it, and what was written need not be the beginning
    /// of what there is now, where another backup was restored in between.
    /// </summary>
    public void Restored(KeptPromises then)
    {
        told = then.Told.Copy(then.Told.Sequence);
        written.Clear();
        written.AddRange(then.Written);
    }

    /// <summary>To be told of events before the journal is: a crash may leave some of them.</summary>
    public void AboutToWrite(IReadOnlyList<JournalEvent> events) => written.AddRange(events);

    /// <summary>What was once said under a number is on the agent's disk, and so nothing else is ever said under it.</summary>
    public void Sent(Report report)
    {
        if (sent.TryGetValue((report.Agent, report.Number), out var before) && Meaning(before) != Meaning(report))
            throw new BrokenPromiseException(OneReport, FormattableString.Invariant(
                $"report {report.Number} of {report.Agent} was {before.Fact} of lease {before.Lease}, ")
                + $"and is {report.Fact} of {report.Lease}");
        sent[(report.Agent, report.Number)] = report;
    }

    /// <summary>Something was said to somebody; the journal's end is then the least that survives.</summary>
    public void Said(object message, string agent, long sequence, CoordinatorState state)
    {
        told.Sequence = Math.Max(told.Sequence, sequence);
        switch (message)
        {
            case Acknowledge { Answer: Acknowledgement.Stale } answer when sent.TryGetValue((agent, answer.Number), out var late):
                if (late.Run is { } other && state.Lease(late.Lease)?.Run.Id is { } now && other != now)
                    OfOtherRuns++;
                break;
            case Acknowledge { Answer: not Acknowledgement.Stale } answer when sent.TryGetValue((agent, answer.Number), out var report):
                if (report.Run is { } named && state.Lease(report.Lease)?.Run.Id is var run && run != named)
                    throw new BrokenPromiseException(
                        OwnRun, $"{report.Fact} of run {named} was taken under lease {report.Lease}, which is for run {run}");
                Acknowledged(report);
                break;
            case Assign assign:
                told.Leases[assign.Lease] = assign.Order.Run;
                break;
        }
    }

    /// <summary>Holds new entries against the undisturbed curves.</summary>
    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state)
    {
        foreach (var entry in entries)
        {
            if (entry.Event is not EpochRecorded epoch || state.Run(epoch.Run) is not { } run)
                continue;
            CheckBits(run, epoch.Metrics);
            if (state.Lease(epoch.Lease)?.Provenance is not { } provenance || provenance.DatasetFingerprint != run.Sweep.Data?.Fingerprint)
                throw new BrokenPromiseException(Proved, FormattableString.Invariant(
                    $"epoch {epoch.Metrics.Epoch} of run {run.Id} came under lease {epoch.Lease}, which has not proved its data"));
        }
        if (Invariants.Check(state) is [var broken, ..])
            throw new BrokenPromiseException(Sound, broken);
    }

    /// <summary>What a start found in the journal: all that was told, and nothing that was not written.</summary>
    public void Started(CoordinatorState state, long sequence)
    {
        if (sequence < told.Sequence)
            throw new BrokenPromiseException(Durable, FormattableString.Invariant(
                $"the journal ends at entry {sequence}, and somebody was told of entry {told.Sequence}"));
        if (sequence > written.Count)
            throw new BrokenPromiseException(Durable, FormattableString.Invariant(
                $"the journal ends at entry {sequence}, and only {written.Count} were written"));
        written.RemoveRange((int)sequence, written.Count - (int)sequence);
        Compare(state, "a start");
        foreach (var run in state.Sweeps.SelectMany(sweep => sweep.AllRuns))
        {
            foreach (var metrics in run.Curve)
                CheckBits(run, metrics);
        }
        Keeps(state);
    }

    /// <summary>The live state is what a replay of all that was written comes to.</summary>
    public void Compare(CoordinatorState state, string when)
    {
        var replayed = CoordinatorState.Replay(written);
        var (life, replay) = (StateText.Of(state), StateText.Of(replayed));
        if (life == replay)
            return;
        var (one, other) = life.Split('\n').Zip(replay.Split('\n')).FirstOrDefault(lines => lines.First != lines.Second);
        throw new BrokenPromiseException(Replay, $"after {when} there is \"{one}\" where a replay has \"{other}\"");
    }

    /// <summary>Somebody asks for results: what he sees must be there whenever he asks again.</summary>
    public void Show(CoordinatorState state, long sequence)
    {
        Keeps(state);
        told.Sequence = Math.Max(told.Sequence, sequence);
        foreach (var trial in state.Sweeps.SelectMany(sweep => sweep.EveryTrial))
        {
            if (CoordinatorState.ResultOf(trial) is { } result)
                told.Shown[trial.Id] = result;
        }
    }

    /// <summary>Everything that was ever told is so.</summary>
    public void Keeps(CoordinatorState state)
    {
        foreach (var (run, epochs) in told.Epochs)
        {
            Compared++;
            if ((state.Run(run)?.Curve.Count ?? 0) < epochs)
                throw new BrokenPromiseException(Durable, FormattableString.Invariant(
                    $"epoch {epochs} of run {run} was acknowledged, and the journal has {state.Run(run)?.Curve.Count ?? 0} epochs of it"));
        }
        foreach (var (id, run) in told.Leases)
        {
            Compared++;
            if (state.Lease(id)?.Run.Id != run)
                throw new BrokenPromiseException(Durable, $"lease {id} was given out for run {run}, and the journal has it otherwise");
        }
        foreach (var id in told.Begun)
        {
            if (state.Lease(id)?.Provenance is null)
                throw new BrokenPromiseException(Durable, $"the start under lease {id} was acknowledged and is not in the journal");
        }
        foreach (var id in told.Ended)
        {
            if (state.Lease(id) is not { Active: false })
                throw new BrokenPromiseException(Durable, $"the end of lease {id} was acknowledged and is not in the journal");
        }
        var trials = state.Sweeps.SelectMany(sweep => sweep.EveryTrial).ToDictionary(trial => trial.Id);
        foreach (var (id, result) in told.Shown)
        {
            Compared++;
            var now = trials.TryGetValue(id, out var trial) ? CoordinatorState.ResultOf(trial) : null;
            if (now is null || !now.Equals(result))
                throw new BrokenPromiseException(
                    Stays, $"trial {id} was shown with {result} and is now {now?.ToString() ?? "without a result"}");
        }
    }

    /// <summary>Every trial of every grid has the one result that an undisturbed training gives.</summary>
    public void CheckResults(CoordinatorState state)
    {
        foreach (var sweep in state.Sweeps)
        {
            foreach (var trial in sweep.Trials)
            {
                var parameters = trial.Trial.Hyperparameters.Shared;
                var curve = Enumerable.Range(1, trial.Epochs).Select(epoch => curves.Metrics(parameters, epoch)).ToList();
                var diverges = curve.FindIndex(metrics => metrics.Diverged);
                var (expected, last) = diverges < 0 ? (TrialState.Completed, trial.Epochs) : (TrialState.Diverged, diverges + 1);
                if (CoordinatorState.TrialStateOf(trial) is var found && found != expected)
                    throw new BrokenPromiseException(Once, $"trial {trial.Id} of {sweep.Name} is {found} and not {expected}");
                if (!Equals(CoordinatorState.ResultOf(trial), sweep.Spec.Objective.ResultAt(curve, last)))
                    throw new BrokenPromiseException(Bits, $"trial {trial.Id} of {sweep.Name} has another result than undisturbed");
            }
        }
    }

    /// <summary>The checkpoint that it names may be gone from the machine by the next time that it is said.</summary>
    private static (LeaseId, RunId?, Type, int?, Outcome?) Meaning(Report report) => (
        report.Lease, report.Run, report.Fact.GetType(), (report.Fact as EpochCompleted)?.Metrics.Epoch,
        (report.Fact as RunEnded)?.Outcome);

    private void CheckBits(RunState run, EpochMetrics metrics)
    {
        var expected = curves.Metrics(run.Run.Parameters, metrics.Epoch);
        if (!metrics.Equals(expected))
            throw new BrokenPromiseException(Bits, $"run {run.Id} has {metrics}, and undisturbed it has {expected}");
    }

    private void Acknowledged(Report report)
    {
        switch (report.Fact)
        {
            case EpochCompleted epoch when report.Run is { } run:
                told.Epochs[run] = Math.Max(told.Epochs.GetValueOrDefault(run), epoch.Metrics.Epoch);
                break;
            case RunStarted:
                told.Begun.Add(report.Lease);
                break;
            case RunEnded:
                told.Ended.Add(report.Lease);
                break;
        }
    }

    /// <summary>What was told, and the events that were written, when a backup was made.</summary>
    internal sealed record KeptPromises(Told Told, IReadOnlyList<JournalEvent> Written);

    /// <summary>What somebody was told.</summary>
    internal sealed class Told
    {
        /// <summary>The journal's end when somebody was last told anything.</summary>
        public long Sequence { get; set; }

        /// <summary>The last epoch acknowledged of every run.</summary>
        public Dictionary<RunId, int> Epochs { get; private init; } = [];

        /// <summary>Leases that were given out.</summary>
        public Dictionary<LeaseId, RunId> Leases { get; private init; } = [];
        public HashSet<LeaseId> Begun { get; private init; } = [];
        public HashSet<LeaseId> Ended { get; private init; } = [];
        public Dictionary<TrialId, TrialResult> Shown { get; private init; } = [];

        public Told Copy(long sequence) => new()
        {
            Sequence = sequence,
            Epochs = new(Epochs),
            Leases = new(Leases),
            Begun = [.. Begun],
            Ended = [.. Ended],
            Shown = new(Shown),
        };
    }
}
