using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// What no result shows: work that is thrown away, done again or waited for although no rule asks for it, and names and leases that go to
/// somebody else. Times are those of the coordinator's clock that nobody sets.
/// </summary>
internal sealed class Thrift(SimulatedLab lab)
{
    private const string Fetched = "a recorded checkpoint can be fetched";
    private const string NotGivenUp = "a checkpoint that the store has is not given up";
    private const string Held = "a lease that its agent holds does not end for silence";
    private const string Silent = "a lease of which nothing is heard ends";
    private const string Whole = "an agent looks at a checkpoint before it has it continued from";
    private const string NoMaster = "an agent does what its coordinator says, and nobody else";
    private const string Fails = "only what a trainer did makes a run fail";
    private const string Once = "a lease that is over is not trained again";
    private const string Answered = "who reports is answered, or his lease is given up";
    private const string Later = "an agent's earlier process does not take the place of a later one";
    private const string OwnName = "nobody takes the name of an agent";
    private const string Shown = "an agent is shown as there only while it is heard";
    private const string ShownAsThere = "an agent that is heard is shown as there";
    private const string Tried = "an agent in quarantine is tried again within the longest wait that there is";

    /// <summary>Ten looks are a period, two periods the most that is waited where many fell silent at once.</summary>
    private const int MostSilentLooks = 60;

    /// <summary>So often an agent has said the same by then, and some of it has come.</summary>
    private const int ManyTimes = 40;

    /// <summary>Whoever asked the store for a checkpoint so often in vain may give it up,</summary>
    private const int MostMissed = 5;

    /// <summary>and so may one whose trainers could not read it so often, though it was looked at before each.</summary>
    private const int MostUnread = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Of the agents, whoever the coordinator is.
    private readonly Dictionary<string, List<Guid>> incarnations = [];
    private readonly Dictionary<string, HashSet<LeaseId>> begun = [];
    private readonly Dictionary<string, HashSet<LeaseId>> over = [];
    private readonly HashSet<LeaseId> reportedAsLost = [];

    /// <summary>How often the store said that it does not have a checkpoint that was asked for, since the lease for it was given.</summary>
    private readonly Dictionary<(string Agent, string Sha256), int> missed = [];

    /// <summary>How often a trainer could not read what it was to continue from.</summary>
    private readonly Dictionary<LeaseId, int> unread = [];

    /// <summary>Checkpoints that may be gone: what an agent knew of the store it knew before the store was an older one.</summary>
    private readonly HashSet<string> unsure = [];

    // Of one life of the coordinator.
    private readonly Dictionary<string, Guid> registered = [];

    /// <summary>Which of its processes an agent was registered with last, counted from its first.</summary>
    private readonly Dictionary<string, int> latest = [];
    private readonly HashSet<string> introduced = [];
    private readonly HashSet<string> known = [];
    private readonly Dictionary<string, TimeSpan> heard = [];

    /// <summary>Who is registered, and said so since anybody took him for gone.</summary>
    private readonly Dictionary<string, TimeSpan> there = [];
    private readonly Dictionary<LeaseId, (TimeSpan At, Guid Incarnation)> held = [];
    private readonly Dictionary<LeaseId, int> silentLooks = [];
    private readonly Dictionary<(string Agent, long Number), (TimeSpan Since, int Times)> unanswered = [];
    private TimeSpan looked;
    private BlobStore? blobs;

    /// <summary>An agent's process begins, and forgets what was only in the last one's memory.</summary>
    public void Born(string agent, Guid incarnation)
    {
        if (!incarnations.TryGetValue(agent, out var all))
            incarnations.Add(agent, all = []);
        all.Add(incarnation);
        (begun[agent], over[agent]) = ([], []);
    }

    /// <summary>Leases that were given out since are given out again.</summary>
    public void Restored()
    {
        reportedAsLost.Clear();
        foreach (var leases in begun.Values.Concat(over.Values))
            leases.Clear();
    }

    /// <summary>A life of the coordinator begins.</summary>
    public void Started(CoordinatorState state, BlobStore store)
    {
        registered.Clear();
        latest.Clear();
        introduced.Clear();
        known.Clear();
        heard.Clear();
        there.Clear();
        held.Clear();
        silentLooks.Clear();
        unanswered.Clear();
        (looked, blobs) = (TimeSpan.Zero, store);
        known.UnionWith(state.Agents.Where(agent => agent.Home is not null).Select(agent => agent.Name));
        foreach (var sha256 in CheckpointCollector.Kept(state))
            CheckFetched(sha256, "after a start");
    }

    /// <summary>The store does not have what this agent asked it for.</summary>
    public void Missed(string agent, string sha256) => missed[(agent, sha256)] = missed.GetValueOrDefault((agent, sha256)) + 1;

    /// <summary>A trainer cannot read the checkpoint that it was given.</summary>
    public void Unread(LeaseId lease) => unread[lease] = unread.GetValueOrDefault(lease) + 1;

    /// <summary>A trainer is given a checkpoint that is not what was written, at the moment at which its agent was to look.</summary>
    public static void GivenWhatIsDamaged(string agent) =>
        throw new BrokenPromiseException(Whole, $"{agent} has a trainer continue from a damaged one");

    /// <summary>Somebody has said something to an agent who is not its coordinator.</summary>
    /// <param name="moved">Whether it was taken for the coordinator's word, or has ended the agent's session.</param>
    public static void SaidByStranger(string agent, object message, AgentSnapshot before, AgentSnapshot after, bool moved)
    {
        if (moved || before.Unacknowledged != after.Unacknowledged || !before.Running.SequenceEqual(after.Running)
            || !before.Ahead.SequenceEqual(after.Ahead))
            throw new BrokenPromiseException(NoMaster, $"{agent} acts upon a stranger's {message}");
    }

    public void Sent(Report report)
    {
        if (report.Fact is not RunEnded end)
            return;
        if (begun[report.Agent].Contains(report.Lease))
            over[report.Agent].Add(report.Lease);
        if (end.Outcome is Outcome.AgentLost)
            reportedAsLost.Add(report.Lease);
    }

    /// <summary>A trainer is ordered to train under a lease.</summary>
    public void Begins(string agent, LeaseId lease)
    {
        if (over[agent].Contains(lease))
            throw new BrokenPromiseException(Once, $"{agent} has said how lease {lease} ended, and trains under it");
        begun[agent].Add(lease);
    }

    /// <summary>A message has come to the coordinator, which is about to look at it.</summary>
    public void Heard(object message, CoordinatorState state, TimeSpan now)
    {
        var said = message as SaidByAgent;
        // It may be that of an earlier process by the time that a coordinator which slept hears of it.
        if (message is NodeLeft left)
            there.Remove(left.Node.Split('/')[0]);
        if (NameIn(said?.Message ?? message) is { } name)
            heard[name] = now;
        switch (said)
        {
            case { Message: Heartbeat beat }:
                Signs(beat.Held);
                if (registered.GetValueOrDefault(beat.Agent) == beat.Incarnation)
                    there[beat.Agent] = now;
                foreach (var lease in said.Holds.Where(_ => registered.GetValueOrDefault(beat.Agent) == beat.Incarnation))
                {
                    if (state.Lease(lease) is { Active: true } active && active.Agent == beat.Agent)
                        held[lease] = (now, beat.Incarnation);
                }
                break;
            case { Message: Register register }:
                Signs(register.Held);
                introduced.Add(register.Agent);
                break;
            case { Message: Progress progress }:
                Signs([progress.Lease]);
                break;
            case { Message: Report report }:
                Signs([report.Lease]);
                // What is said before it has registered is not taken, and said again when the store has been asked.
                if (said.Restores != lab.Coordinator.Restores && introduced.Contains(report.Agent)
                    && report.Fact is EpochCompleted { Checkpoint: { } checkpoint })
                    unsure.Add(checkpoint.Sha256);
                if (registered.GetValueOrDefault(report.Agent) == report.Incarnation)
                    Await(report, now);
                break;
        }
    }

    /// <summary>The coordinator says something to somebody.</summary>
    public void Told(object message, string to, TimeSpan now)
    {
        switch (message)
        {
            case Registered when lab.Agents.FirstOrDefault(agent => agent.Name == to) is { Incarnation: var incarnation }:
                registered[to] = incarnation;
                break;
            case Acknowledge answer:
                unanswered.Remove((to, answer.Number));
                break;
            case LiveView view:
                foreach (var agent in view.Agents)
                    CheckShown(agent.Agent, agent.State, now);
                break;
        }
    }

    /// <summary>The coordinator has looked for leases of which nothing was heard.</summary>
    public void Looked(CoordinatorState state, TimeSpan now)
    {
        // One that slept heard nobody for that reason, and waits anew.
        if (now - looked > lab.Plan.Lease / 2)
            silentLooks.Clear();
        looked = now;
        foreach (var agent in state.Agents.Where(agent => agent.Quarantine is not null))
        {
            var wait = AgentHealth.CanaryWait(agent, lab.Coordinator.Clock.GetUtcNow());
            if (wait > AgentHealth.LongestCanaryWait)
                throw new BrokenPromiseException(Tried, $"{agent.Name} is in quarantine and waits for {wait}");
        }
        foreach (var lease in state.ActiveLeases)
        {
            var looks = silentLooks[lease.Id] = silentLooks.GetValueOrDefault(lease.Id) + 1;
            if (looks > MostSilentLooks)
                throw new BrokenPromiseException(Silent, $"lease {lease.Id} of {lease.Agent} goes on, and nothing was heard of it");
        }
    }

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state, TimeSpan now)
    {
        foreach (var entry in entries)
        {
            switch (entry.Event)
            {
                case EpochRecorded { Checkpoint: { } checkpoint }:
                    CheckFetched(checkpoint.Sha256, "when it was recorded");
                    break;
                case LeaseGranted grant:
                    if (FromOf(grant.Lease, state) is { } from)
                        missed.Remove((grant.Agent, from.Sha256));
                    break;
                case LeaseEnded { Outcome: Outcome.AgentLost } lost:
                    CheckHeld(lost, state, now);
                    break;
                case LeaseEnded { Outcome: Outcome.CheckpointLost } lost:
                    CheckGivenUp(lost, state);
                    break;
                case RunFailed failed when state.Run(failed.Run) is { } run:
                    CheckFailed(run);
                    break;
                case AgentRegistered registration:
                    CheckName(registration);
                    break;
            }
        }
    }

    private void CheckShown(string agent, AgentStatus shown, TimeSpan now)
    {
        if (shown is AgentStatus.Online && (!heard.TryGetValue(agent, out var at) || now - at > lab.Plan.Lease))
            throw new BrokenPromiseException(Shown, $"{agent} is shown as there and has not been heard for a lease");
        if (shown is AgentStatus.Offline && there.TryGetValue(agent, out var last) && now - last < lab.Plan.Lease)
            throw new BrokenPromiseException(ShownAsThere, $"{agent} is shown as away, {now - last} after it was heard");
    }

    private static string? NameIn(object message) => message switch
    {
        Register register => register.Agent,
        RequestWork request => request.Agent,
        Heartbeat beat => beat.Agent,
        Progress progress => progress.Agent,
        Report report => report.Agent,
        _ => null,
    };

    private void Signs(IEnumerable<LeaseId> leases)
    {
        foreach (var lease in leases)
            silentLooks.Remove(lease);
    }

    private void Await(Report report, TimeSpan now)
    {
        var (since, times) = unanswered.GetValueOrDefault((report.Agent, report.Number), (now, 0));
        unanswered[(report.Agent, report.Number)] = (since, times + 1);
        if (times >= ManyTimes && now - since > Patience + (3 * lab.Plan.Lease))
            throw new BrokenPromiseException(Answered, FormattableString.Invariant(
                $"report {report.Number} of {report.Agent}, {report.Fact} of lease {report.Lease}, came {times} times"));
    }

    private void CheckFetched(string sha256, string when)
    {
        if (blobs!.Length(sha256) is null && unsure.Add(sha256))
            throw new BrokenPromiseException(Fetched, $"checkpoint {sha256} was not in the store {when}");
    }

    private void CheckHeld(LeaseEnded ended, CoordinatorState state, TimeSpan now)
    {
        if (reportedAsLost.Contains(ended.Lease) || !held.TryGetValue(ended.Lease, out var last) || now - last.At >= lab.Plan.Lease
            || state.Lease(ended.Lease) is not { } lease || state.Agent(lease.Agent)?.Incarnation != last.Incarnation)
            return;
        throw new BrokenPromiseException(
            Held, $"lease {lease.Id} of {lease.Agent} ended, {now - last.At} after a heartbeat of one who held it: {ended.Detail}");
    }

    /// <summary>It was missed so often, or so many trainers could not read it, that nobody would try once more.</summary>
    private void CheckGivenUp(LeaseEnded ended, CoordinatorState state)
    {
        if (state.Lease(ended.Lease) is not { } lease || lab.Agents.All(agent => agent.Name != lease.Agent)
            || FromOf(lease.Id, state) is not { } checkpoint
            || missed.GetValueOrDefault((lease.Agent, checkpoint.Sha256)) >= MostMissed
            || unread.GetValueOrDefault(lease.Id) >= MostUnread)
            return;
        using var there = blobs!.Open(checkpoint.Sha256, checkpoint.Bytes);
        if (there is not null)
            throw new BrokenPromiseException(NotGivenUp, $"lease {lease.Id} of {lease.Agent} ended: {ended.Detail}");
    }

    private static CheckpointReference? FromOf(LeaseId id, CoordinatorState state) =>
        state.Lease(id) is { } lease ? lease.Run.CheckpointAt(lease.FromEpoch) : null;

    private static void CheckFailed(RunState run)
    {
        var outcomes = run.Leases.Where(lease => !lease.Active).Select(lease => lease.Outcome).ToList();
        var crashes = outcomes.Count(outcome => outcome is Outcome.TrainerCrashed or Outcome.TimedOut);
        if (outcomes.LastOrDefault() is Outcome.OutOfMemory or Outcome.BadConfiguration || crashes >= run.Sweep.Spec.MaxAttempts)
            return;
        throw new BrokenPromiseException(Fails, $"run {run.Id} was given up after {string.Join(", ", outcomes)}");
    }

    /// <summary>Who comes first with a name has it until the agent comes that has a home to prove it.</summary>
    private void CheckName(AgentRegistered registration)
    {
        if (!incarnations.TryGetValue(registration.Agent, out var own))
            return;
        var process = own.IndexOf(registration.Incarnation);
        if (process >= 0 && process < latest.GetValueOrDefault(registration.Agent))
            throw new BrokenPromiseException(Later, $"{registration.Agent} is registered as what it was before it was started again");
        if (process >= 0)
        {
            latest[registration.Agent] = process;
            known.Add(registration.Agent);
        }
        else if (known.Contains(registration.Agent))
            throw new BrokenPromiseException(OwnName, $"somebody else is registered as {registration.Agent}");
    }
}
