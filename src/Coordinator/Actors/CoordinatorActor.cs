using Akka.Actor;
using Serilog;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Protocol.Gate;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Actors;

/// <summary>
/// The shell around <see cref="Decide"/>: takes messages, decides, journals, projects, and only then answers. All that waits in the
/// mailbox is decided one after the other and goes to disk with one fsync.
/// </summary>
internal sealed class CoordinatorActor : UntypedActor, IWithTimers
{
    /// <summary>Bounds how long the first of many waiting decisions waits for its answer.</summary>
    private const int MostDecisionsAtOnce = 1024;

    private readonly CoordinatorState state;
    private readonly IJournal journal;
    private readonly IReadOnlyList<IJournalListener> listeners;
    private readonly Terms terms;
    private readonly TimeProvider time;
    private readonly ILogger log;
    private readonly string program;
    private readonly long startedAt;
    private readonly LeaseClock clock;
    private readonly Roster roster = new();
    private readonly LiveTable live = new();
    private readonly DecisionBuffer waiting = new();
    private readonly RegistrationRate registrations = new();
    private readonly UnansweredReports unanswered;
    private readonly List<IActorRef> awaitDrained = [];
    /// <summary>Agents that ask for no work until they register again.</summary>
    private readonly HashSet<string> toldToDrain = [];
    private bool draining;
    private bool changing;
    private bool failed;

    public CoordinatorActor(
        CoordinatorState state, IJournal journal, IReadOnlyList<IJournalListener> listeners,
        Terms terms, TimeProvider time, ILogger log, string program)
    {
        (this.state, this.journal, this.listeners, this.terms, this.time, this.program) =
            (state, journal, listeners, terms, time, program);
        this.log = log.ForContext<CoordinatorActor>();
        startedAt = time.GetTimestamp();
        clock = new(terms.Lease);
        unanswered = new(terms.Lease);
    }

    /// <param name="state">The replay of all of <paramref name="journal"/>; the actor owns both from here on.</param>
    /// <param name="program">The program's version, for the journal.</param>
    public static Props Props(
        CoordinatorState state, IJournal journal, IReadOnlyList<IJournalListener> listeners,
        Terms terms, TimeProvider time, ILogger log, string program) =>
        Akka.Actor.Props.Create(() => new CoordinatorActor(state, journal, listeners, terms, time, log, program));

    public ITimerScheduler Timers { get; set; } = null!;

    private TimeSpan Elapsed => time.GetElapsedTime(startedAt);
    private Moment Now => new(Elapsed, time.GetUtcNow());

    protected override void PreStart()
    {
        clock.Start(state.ActiveLeases, Elapsed);
        Timers.StartPeriodicTimer(LookAtLeases.Now, LookAtLeases.Now, clock.LookEvery);
        Take(new([new CoordinatorStarted(program) { At = time.GetUtcNow() }], []), ActorRefs.Nobody);
    }

    protected override void OnReceive(object message)
    {
        if (failed)
            return;
        if (message is ISweepMessage wire && WireGate.Refusal(wire) is { } refusal)
        {
            Refuse(wire, refusal);
            return;
        }
        try
        {
            Handle(message);
        }
        catch (Exception e) when (!changing)
        {
            // Nothing has been changed yet, so nothing is wrong but the question.
            log.Error(e, "A {Message} from {Sender} could not be decided about; nothing was changed", message.GetType().Name, Sender.Path);
            if (message is Command or GetLive)
                Sender.Tell(new Declined(
                    "The coordinator could not decide about this because of an error of its own, " +
                    $"which stands in its log ({e.Message.TrimEnd('.')}); nothing was changed."));
        }
        catch (Exception e)
        {
            // A half-applied decision must never be built upon: the process ends, and its next start replays the journal.
            Fail(e, "The coordinator failed over a {Message}, so it stops; everything acknowledged is in the journal",
                message.GetType().Name);
        }
    }

    /// <summary>Who registers is told. Who reports for his own lease loses it, or the report would be sent again for ever.</summary>
    private void Refuse(ISweepMessage message, string reason)
    {
        log.Warning("A {Message} from {Sender} is refused: {Reason}", message.GetType().Name, Sender.Path, reason);
        if (message is Register)
            Sender.Tell(new Refused(reason));
        else if (message is Report { Agent: not null } report && roster.HeardFrom(report.Agent, report.Incarnation, Sender, Now))
            Consider(new RefuseReport(report, reason));
    }

    private void Handle(object message)
    {
        switch (message)
        {
            case Register register: On(register); break;
            case RequestWork request: On(request); break;
            case Heartbeat heartbeat: On(heartbeat); break;
            case Progress progress: On(progress); break;
            case Report report: On(report); break;
            case StartDrain drain: On(drain); break;
            case EndDrain end: On(end); break;
            case Command command: Consider(command); break;
            case GetLive: Sender.Tell(live.View(state, roster, Now, terms.Lease)); break;
            case NodeLeft left: roster.Left(left.Node); break;
            case LookAtLeases: ExpireSilentLeases(); break;
            case FlushDecisions: Flush(); break;
            default: Unhandled(message); break;
        }
    }

    private void On(Register message)
    {
        if (roster.Namesake(message, Now, terms.Lease) is { } host)
        {
            Sender.Tell(new Refused(
                $"An agent named {message.Agent} is at work already, on {host}; give this one a name of its own with --name."));
            return;
        }
        var decision = About(new RegisterAgent(message));
        if (decision.Events.Length > 0 && !registrations.Allows(Elapsed))
        {
            log.Warning("Agent {Agent} registers among too many others at once; it is let in when it asks again later", message.Agent);
            return;
        }
        Take(decision, Sender);
        if (decision.Effects.Any(effect => effect is Reply { Message: Refused }))
            return;
        roster.Registered(message, Sender, Now);
        Hear(message.Agent, message.Held);
        toldToDrain.Remove(message.Agent);
        if (draining)
            TellToDrain(message.Agent);
    }

    private void On(RequestWork message)
    {
        if (!roster.Heard(message.Agent, message.Incarnation, Sender, Now))
            Sender.Tell(new RegisterFirst());
        else if (draining)
            TellToDrain(message.Agent);
        else
            Consider(new AskForWork(message));
    }

    private void TellToDrain(string agent)
    {
        toldToDrain.Add(agent);
        Sender.Tell(new Drain());
    }

    private void On(Heartbeat message)
    {
        if (!roster.Heard(message.Agent, message.Incarnation, Sender, Now))
            Sender.Tell(new RegisterFirst());
        else
            Listen(message);
    }

    private void Listen(Heartbeat message)
    {
        Consider(new HearAgent(message));
        live.Note(message);
        Hear(message.Agent, message.Held);
        // What called the drain off may have been lost on the way.
        if (!draining && toldToDrain.Contains(message.Agent))
            Sender.Tell(new RegisterFirst());
    }

    private void On(Progress message)
    {
        if (!roster.HeardFrom(message.Agent, message.Incarnation, Sender, Now)
            || state.Lease(message.Lease) is not { Active: true } lease
            || lease.Agent != message.Agent)
            return;
        live.Note(message);
        clock.Heard(message.Lease, Elapsed);
    }

    private void On(Report message)
    {
        if (!roster.HeardFrom(message.Agent, message.Incarnation, Sender, Now))
        {
            Sender.Tell(new RegisterFirst());
            return;
        }
        if (state.LeaseOf(message) is { } lease && lease.Agent == message.Agent)
            clock.Heard(message.Lease, Elapsed);
        var decision = About(new RecordReport(message));
        Take(decision, Sender);
        if (decision.Effects.Any(effect => effect is Reply))
            unanswered.Answered(message.Lease);
        else if (unanswered.IsHopeless(message.Lease, Elapsed))
            Consider(new GiveUpLease(message.Lease));
    }

    private void On(StartDrain command)
    {
        draining = true;
        toldToDrain.UnionWith(roster.Names);
        awaitDrained.Add(Sender);
        Consider(command);
    }

    private void On(EndDrain command)
    {
        draining = false;
        foreach (var asker in awaitDrained)
            asker.Tell(new Declined("The drain was called off."));
        awaitDrained.Clear();
        Consider(command);
    }

    private void Hear(string agent, IEnumerable<LeaseId> held)
    {
        foreach (var id in held)
        {
            if (state.Lease(id)?.Agent == agent)
                clock.Heard(id, Elapsed);
        }
    }

    private void ExpireSilentLeases()
    {
        foreach (var lease in clock.Expired(Elapsed))
            Consider(new ExpireLease(lease.Id, lease.Silence));
        if (clock.TakeSpared() is { Count: > 0 } spared)
            log.Warning(
                "Nothing has been heard for {Seconds} s from {Agents}, most of the agents at work, " +
                "which points to this machine's own network; they keep what they train for as long again",
                terms.Lease.TotalSeconds, string.Join(", ", spared));
    }

    private void Consider(Command command) => Take(About(command), Sender);

    private Decision About(Command command)
    {
        var now = Now;
        return Decide.About(command, state, terms, now.At, agent => roster.IsOnline(agent, now, terms.Lease));
    }

    private void Take(Decision decision, IActorRef sender)
    {
        changing = true;
        foreach (var e in decision.Events)
        {
            state.Apply(e);
            clock.Follow(e, Elapsed);
            live.Follow(e, Elapsed);
        }
        changing = false;
        waiting.Add(decision, sender);
        if (waiting.Decisions == 1)
            Self.Tell(FlushDecisions.Now);
        else if (waiting.Decisions >= MostDecisionsAtOnce)
            Flush();
    }

    private void Flush()
    {
        changing = true;
        var (events, effects) = waiting.Take();
        if (events.Count > 0 && !TryJournal(events))
            return;
        foreach (var (effect, sender) in effects)
            Run(effect, sender);
        if (draining && state.ActiveLeases.Count == 0)
            AnswerDrained();
        changing = false;
    }

    private bool TryJournal(IReadOnlyList<JournalEvent> events)
    {
        IReadOnlyList<JournalEntry> entries;
        try
        {
            entries = journal.Append(events);
        }
        catch (Exception e)
        {
            Fail(e,
                "The journal cannot be written, so the coordinator stops; everything acknowledged is safe: " +
                "make room or mend the disk, then start it again");
            return false;
        }
        foreach (var e in events)
            EventLog.Write(log, e, state);
        foreach (var listener in listeners)
            listener.Appended(entries, state);
        return true;
    }

    private void Run(Effect effect, IActorRef sender)
    {
        switch (effect)
        {
            case Reply reply: sender.Tell(reply.Message); break;
            case SendTo send: roster.RefOf(send.Agent)?.Tell(send.Message); break;
            case Answer answer: sender.Tell(answer.Value); break;
            case Broadcast broadcast:
                foreach (var agent in roster.Refs)
                    agent.Tell(broadcast.Message);
                break;
        }
    }

    private void AnswerDrained()
    {
        foreach (var asker in awaitDrained)
            asker.Tell(new Done());
        awaitDrained.Clear();
    }

    private void Fail(Exception cause, string template, params object[] details)
    {
        failed = true;
        log.Fatal(cause, template, details);
        // An actor that waited for the end of its own system would be what keeps it from ending.
        _ = Context.System.Terminate();
    }
}
