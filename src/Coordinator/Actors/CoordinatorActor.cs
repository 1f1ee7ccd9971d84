using Akka.Actor;
using Serilog;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Actors;

/// <summary>
/// The shell around <see cref="Desk"/>: a mailbox, a timer and a clock. All that waits in the mailbox is decided one after the other and
/// flushed together. Where the desk has failed, the actor system ends.
/// </summary>
internal sealed class CoordinatorActor : UntypedActor, IWithTimers
{
    private readonly Desk desk;
    private readonly TimeProvider time;
    private readonly long startedAt;
    private bool flushIsOnItsWay;

    public CoordinatorActor(
        CoordinatorState state, IJournal journal, IReadOnlyList<IJournalListener> listeners,
        Terms terms, ISessions sessions, TimeProvider time, ILogger log, string program)
    {
        this.time = time;
        startedAt = time.GetTimestamp();
        desk = new(state, journal, listeners, terms, sessions, log.ForContext<CoordinatorActor>(), program);
    }

    /// <param name="state">The replay of all of <paramref name="journal"/>; the actor owns both from here on.</param>
    /// <param name="program">The program's version, for the journal.</param>
    public static Props Props(
        CoordinatorState state, IJournal journal, IReadOnlyList<IJournalListener> listeners,
        Terms terms, ISessions sessions, TimeProvider time, ILogger log, string program) =>
        Akka.Actor.Props.Create(() => new CoordinatorActor(state, journal, listeners, terms, sessions, time, log, program));

    public ITimerScheduler Timers { get; set; } = null!;

    private Moment Now => new(time.GetElapsedTime(startedAt), time.GetUtcNow());

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(LookAtLeases.Now, LookAtLeases.Now, desk.LookEvery);
        desk.Start(Now);
        FlushLater();
    }

    protected override void OnReceive(object message)
    {
        if (message is FlushDecisions)
            flushIsOnItsWay = false;
        var dismissed = message is DismissAgent dismiss ? desk.NodeOf(dismiss.Agent) : null;
        if (!desk.On(message, new ActorPeer(Sender), Now))
            Unhandled(message);
        if (dismissed is not null)
            Context.System.EventStream.Publish(new AgentDismissed(dismissed));
        if (desk.Failure is null)
            FlushLater();
        else
            // An actor that waited for the end of its own system would be what keeps it from ending.
            _ = Context.System.Terminate();
    }

    /// <summary>Behind what waits in the mailbox already.</summary>
    private void FlushLater()
    {
        if (!desk.HasUnwritten || flushIsOnItsWay)
            return;
        flushIsOnItsWay = true;
        Self.Tell(FlushDecisions.Now);
    }
}
