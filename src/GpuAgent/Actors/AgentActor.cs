using System.Collections.Immutable;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Runtime;
using Sweep.Protocol.Gate;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Actors;

/// <summary>
/// The agent's voice: says what <see cref="AgentRuntime"/> has to say, passes on what it is told, and says it again until it is
/// answered. Never asks and waits, keeps nothing that has to survive.
/// </summary>
internal sealed class AgentActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan TickEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Resend = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Complain = TimeSpan.FromMinutes(1);

    private readonly AgentRuntime runtime;
    private readonly CoordinatorContact contact;
    private readonly ActorSelection coordinator;
    private readonly TimeProvider time;
    private readonly Microsoft.Extensions.Logging.ILogger log;
    private readonly Dictionary<int, TimeSpan> askAgain = [];
    private readonly long startedAt;
    private readonly Dictionary<LeaseId, Progress> told = [];
    private readonly Action changed;
    private int changes;
    private bool registered;
    private bool announced;
    private bool drained;
    private TimeSpan registerAt;
    private TimeSpan complainAt;
    private long sent;
    private TimeSpan sentAt;
    private TimeSpan beatEvery;

    public AgentActor(AgentRuntime runtime, CoordinatorContact contact, TimeProvider time, Microsoft.Extensions.Logging.ILogger log)
    {
        (this.runtime, this.contact, this.time, this.log) = (runtime, contact, time, log);
        startedAt = time.GetTimestamp();
        coordinator = Context.ActorSelection(contact.Path);
        var self = Self;
        // One note in the mailbox says as much as a hundred.
        changed = () =>
        {
            if (Interlocked.Exchange(ref changes, 1) == 0)
                self.Tell(Change.Instance);
        };

        Receive<Registered>(Welcome);
        Receive<Refused>(TurnedAway);
        Receive<RegisterFirst>(_ =>
        {
            announced = false;
            MeetAnew();
        });
        Receive<CoordinatorUp>(_ => MeetAnew());
        Receive<Assign>(assignment =>
        {
            askAgain.Remove(assignment.Slot);
            runtime.Assign(assignment);
        });
        Receive<NoWork>(answer => askAgain[answer.Slot] = Elapsed + TimeSpan.FromSeconds(answer.RetryAfterSeconds));
        Receive<WorkAvailable>(_ =>
        {
            askAgain.Clear();
            RequestWork();
        });
        Receive<RevokeLease>(revoked =>
        {
            log.LogInformation("Lease {Lease} is revoked: {Reason}", revoked.Lease, revoked.Reason);
            runtime.Revoke(revoked);
        });
        Receive<Drain>(_ =>
        {
            drained = true;
            runtime.StopAll("The coordinator is about to stop.");
        });
        Receive<Acknowledge>(runtime.Acknowledge);
        Receive<Change>(_ =>
        {
            Interlocked.Exchange(ref changes, 0);
            SendReports();
            RequestWork();
        });
        Receive<Tick>(_ => OnTick());
        Receive<Beat>(_ => coordinator.Tell(new Heartbeat(
            runtime.Identity.Name, runtime.Identity.Incarnation, runtime.Snapshot.Running,
            Named(runtime.Snapshot.Reporting), runtime.Snapshot.Trouble)));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>Monotonic: when a machine's wall clock is set, nothing is asked for too often or for hours not at all.</summary>
    private TimeSpan Elapsed => time.GetElapsedTime(startedAt);

    public static Props Props(
        AgentRuntime runtime, CoordinatorContact contact, TimeProvider time, Microsoft.Extensions.Logging.ILogger log) =>
        Akka.Actor.Props.Create(() => new AgentActor(runtime, contact, time, log));

    protected override void PreStart()
    {
        complainAt = Elapsed + Complain;
        runtime.Changed += changed;
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, TickEvery);
        Register();
    }

    /// <summary>The guard at the edge: what a coordinator says is believed no more than what an agent says.</summary>
    protected override bool AroundReceive(Receive receive, object message)
    {
        if (message is not ISweepMessage wire || WireGate.Refusal(wire) is not { } refusal)
            return base.AroundReceive(receive, message);
        log.LogWarning("A {Message} from {Sender} is refused: {Reason}", message.GetType().Name, Sender.Path, refusal);
        return true;
    }

    protected override void PostStop() => runtime.Changed -= changed;

    private void Register()
    {
        var (identity, now) = (runtime.Identity, runtime.Snapshot);
        coordinator.Tell(new Register(
            identity.Name, identity.Incarnation, ProtocolVersion.Current, identity.Host, identity.Program,
            [.. runtime.Devices.Select(device => device.Slot)], now.Running, now.Unacknowledged, identity.Home, Named(now.Reporting)));
        registerAt = Elapsed + Resend;
    }

    /// <summary>An empty list is not sent, so that what is said is what older agents say.</summary>
    private static ImmutableArray<LeaseId>? Named(ImmutableArray<LeaseId> leases) => leases.IsEmpty ? null : leases;

    private void MeetAnew()
    {
        if (registered || Elapsed >= registerAt)
            Register();
        registered = false;
    }

    private void Welcome(Registered welcome)
    {
        contact.HasAnswered();
        // Registering again with a coordinator that knows this agent is nothing to tell.
        if (!announced)
            log.LogInformation("Registered with the coordinator as {Agent} with {Slots} slots",
                runtime.Identity.Name, runtime.Devices.Count);
        var anew = !registered;
        (registered, announced, drained, sent) = (true, true, false, 0);
        askAgain.Clear();
        runtime.Connect(new BlobClient(welcome.Blobs, welcome.Token), anew);
        BeatEvery(TimeSpan.FromSeconds(welcome.LeaseSeconds / 3));
        SendReports();
        RequestWork();
    }

    /// <summary>Welcomes may come more often than heartbeats are due: those go on as they were.</summary>
    private void BeatEvery(TimeSpan interval)
    {
        if (interval == beatEvery)
            return;
        beatEvery = interval;
        Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, interval);
    }

    private void TurnedAway(Refused refused)
    {
        contact.HasAnswered();
        log.LogError(
            "The coordinator refuses this agent: {Reason} It asks again in {Seconds} s, until it is let in",
            refused.Reason, AfterRefusal.TotalSeconds);
        (registered, announced) = (false, false);
        registerAt = Elapsed + AfterRefusal;
        complainAt = registerAt + Complain;
    }

    private void OnTick()
    {
        var now = Elapsed;
        if (!registered || runtime.Snapshot.StoreFails)
        {
            if (now >= registerAt)
                Register();
        }
        if (!registered)
        {
            ComplainOnceAMinute(now);
            return;
        }
        complainAt = now + Complain;
        SendProgress();
        if (now >= sentAt + Resend)
            sent = 0;
        SendReports();
        RequestWork();
    }

    private void ComplainOnceAMinute(TimeSpan now)
    {
        if (now < complainAt)
            return;
        complainAt = now + Complain;
        log.LogWarning(
            "The coordinator at {Coordinator} does not answer; this agent keeps trying. "
                + "If it is at another address by now, start this agent anew with that --join",
            contact.Place);
    }

    private void SendReports()
    {
        if (!registered)
            return;
        foreach (var report in runtime.Snapshot.Ready)
        {
            if (report.Number <= sent)
                continue;
            coordinator.Tell(report with { Incarnation = runtime.Identity.Incarnation });
            (sent, sentAt) = (report.Number, Elapsed);
        }
    }

    private void RequestWork()
    {
        var (now, look) = (Elapsed, runtime.Snapshot);
        if (!registered || drained || look.Inherited)
            return;
        foreach (var slot in look.Idle)
        {
            if (askAgain.TryGetValue(slot, out var due) && now < due)
                continue;
            askAgain[slot] = now + Resend;
            coordinator.Tell(new RequestWork(runtime.Identity.Name, runtime.Identity.Incarnation, slot));
        }
    }

    private void SendProgress()
    {
        var latest = runtime.Snapshot.Progress;
        foreach (var progress in latest.Where(progress => !told.TryGetValue(progress.Lease, out var old) || old != progress))
            coordinator.Tell(progress with { Incarnation = runtime.Identity.Incarnation });
        told.Clear();
        foreach (var progress in latest)
            told[progress.Lease] = progress;
    }

    /// <summary>A coordinator has joined the cluster: perhaps another process than the one that this agent knew.</summary>
    internal sealed class CoordinatorUp : INoSerializationVerificationNeeded
    {
        public static readonly CoordinatorUp Instance = new();
    }

    private sealed class Change : INoSerializationVerificationNeeded
    {
        public static readonly Change Instance = new();
    }

    private sealed class Tick : INoSerializationVerificationNeeded
    {
        public static readonly Tick Instance = new();
    }

    private sealed class Beat : INoSerializationVerificationNeeded
    {
        public static readonly Beat Instance = new();
    }
}
