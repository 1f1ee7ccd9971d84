using Serilog;
using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Gate;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Coordinating;

/// <summary>
/// Around <see cref="Decide"/>: takes messages, decides, journals, tells the listeners, and only then answers. Decisions wait until they
/// are flushed, so that many go to disk with one fsync. It has no thread, timer or clock of its own: whoever owns it hands it one message
/// at a time and says when that is.
/// </summary>
internal sealed class Desk
{
    /// <summary>Bounds how long the first of many waiting decisions waits for its answer.</summary>
    private const int MostDecisionsAtOnce = 1024;

    private readonly CoordinatorState state;
    private readonly IJournal journal;
    private readonly IReadOnlyList<IJournalListener> listeners;
    private readonly Terms terms;
    private readonly ISessions sessions;
    private readonly ILogger log;
    private readonly string program;
    private readonly LeaseClock clock;
    private readonly Roster roster = new();
    private readonly LiveTable live = new();
    private readonly DecisionBuffer waiting = new();
    private readonly RegistrationRate registrations = new();
    private readonly UnansweredReports unanswered;
    private readonly List<IPeer> awaitDrained = [];
    /// <summary>Agents that ask for no work until they register again.</summary>
    private readonly HashSet<string> toldToDrain = [];
    private bool draining;
    private bool changing;

    /// <param name="state">The replay of all of <paramref name="journal"/>; both belong to the desk from here on.</param>
    /// <param name="sessions">Of this life of the coordinator.</param>
    /// <param name="program">The program's version, for the journal.</param>
    public Desk(
        CoordinatorState state, IJournal journal, IReadOnlyList<IJournalListener> listeners, Terms terms, ISessions sessions, ILogger log,
        string program)
    {
        (this.state, this.journal, this.listeners, this.terms, this.sessions, this.log, this.program) =
            (state, journal, listeners, terms, sessions, log, program);
        clock = new(terms.Lease);
        unanswered = new(terms.Lease);
    }

    /// <summary>How often it is to be given a <see cref="LookAtLeases"/>.</summary>
    public TimeSpan LookEvery => clock.LookEvery;

    /// <summary>
    /// Whether decisions wait to be journaled: it is to be given a <see cref="FlushDecisions"/> after the messages that have come already.
    /// </summary>
    public bool HasUnwritten => waiting.Decisions > 0;

    /// <summary>
    /// Why it takes no more messages: its process has to end, and the next one replays the journal.
    /// Null while it takes them.
    /// </summary>
    public Exception? Failure { get; private set; }

    /// <summary>The node that the agent of that name was heard from; null where it was not in this life of the coordinator.</summary>
    public string? NodeOf(string agent) => roster.PeerOf(agent)?.Node;

    /// <summary>Comes before the first message.</summary>
    public void Start(Moment now)
    {
        clock.Start(state.ActiveLeases, now.Elapsed);
        Take(new([new CoordinatorStarted(program) { At = now.At }], []), NoPeer.Instance, now);
    }

    /// <returns>False where the message is none for a coordinator.</returns>
    public bool On(object message, IPeer from, Moment now)
    {
        if (message is not InSession { Message: Reports reports } said)
            return On(message, from, together: false, now);
        if (WireGate.Refusal(reports) is { } refusal)
            log.Warning("A {Message} from {Sender} is refused: {Reason}", nameof(Reports), from, refusal);
        else
            foreach (var report in reports.Each)
                On(said with { Message = report }, from, together: true, now);
        return true;
    }

    /// <param name="together">Whether who says this takes several answers in one message.</param>
    private bool On(object message, IPeer from, bool together, Moment now)
    {
        if (Failure is not null)
            return true;
        try
        {
            if (message is not ISweepMessage wire)
                return Handle(message, from, now);
            if (Said(wire, from, together) is not (var said, var speaker))
                return true;
            if (WireGate.Refusal(said) is not { } refusal)
                return Handle(said, speaker, now);
            Refuse(said, refusal, speaker, now);
        }
        catch (Exception e) when (!changing)
        {
            // Nothing has been changed yet, so nothing is wrong but the question.
            log.Error(e, "A {Message} from {Sender} could not be decided about; nothing was changed", message.GetType().Name, from);
            if (message is Command or GetLive or GetCurves or Explain or PutIntoWords)
                from.Tell(new Declined(
                    "The coordinator could not decide about this because of an error of its own, " +
                    $"which stands in its log ({e.Message.TrimEnd('.')}); nothing was changed."));
        }
        catch (Exception e)
        {
            // A half-applied decision must never be built upon: the process ends, and its next start replays the journal.
            Fail(e, "The coordinator failed over a {Message}, so it stops; everything acknowledged is in the journal",
                message.GetType().Name);
        }
        return true;
    }

    /// <summary>
    /// What an agent says in a session of its own. Nothing else comes in: who has no session is told to open one, and nobody speaks for
    /// another.
    /// </summary>
    private (ISweepMessage Message, IPeer Agent)? Said(ISweepMessage wire, IPeer from, bool together)
    {
        if (wire is not InSession { Session: { } session, Message: { } message } || sessions.AgentOf(session) is not { } agent)
        {
            from.Tell(new SessionFirst(terms.Blobs));
            return null;
        }
        var speaker = new SessionPeer(from, session) { TakesTogether = together };
        if (NamedIn(message) is not { } name || name == agent)
            return (message, speaker);
        log.Warning(
            "A {Message} from {Sender} is refused: it speaks for {Name} with the certificate of {Agent}",
            message.GetType().Name, from, Texts.Plain(name), agent);
        if (message is Register)
            speaker.Tell(new Refused(
                $"This agent calls itself {Texts.Plain(name)} and has the certificate of {agent}; start it with --name {agent}."));
        return null;
    }

    private static string? NamedIn(ISweepMessage message) => message switch
    {
        Register m => m.Agent ?? "",
        RequestWork m => m.Agent ?? "",
        Heartbeat m => m.Agent ?? "",
        Progress m => m.Agent ?? "",
        Report m => m.Agent ?? "",
        _ => null,
    };

    /// <summary>Who registers is told. Who reports for his own lease loses it, or the report would be sent again for ever.</summary>
    private void Refuse(ISweepMessage message, string reason, IPeer from, Moment now)
    {
        log.Warning("A {Message} from {Sender} is refused: {Reason}", message.GetType().Name, from, reason);
        if (message is Register)
            from.Tell(new Refused(reason));
        else if (message is Report { Agent: not null } report && roster.HeardFrom(report.Agent, report.Incarnation, from, now))
            Consider(new RefuseReport(report, reason), from, now);
    }

    private bool Handle(object message, IPeer from, Moment now)
    {
        switch (message)
        {
            case Register register: On(register, from, now); break;
            case RequestWork request: On(request, from, now); break;
            case Heartbeat heartbeat: On(heartbeat, from, now); break;
            case Progress progress: On(progress, from, now); break;
            case Report report: On(report, from, now); break;
            case StartDrain drain: On(drain, from, now); break;
            case EndDrain end: On(end, from, now); break;
            case DismissAgent dismiss: On(dismiss, from, now); break;
            case Command command: Consider(command, from, now); break;
            case GetLive: from.Tell(live.View(state, roster, now, terms.Lease)); break;
            case Explain ask: On(ask, from, now); break;
            case GetCurves ask: from.Tell(CurvesPart.Of(ask, state)); break;
            case PutIntoWords told: from.Tell(EventPages.Of(told.After, told.Entries, state, told.Agent)); break;
            case NodeLeft left: roster.Left(left.Node); break;
            case LookAtLeases: ExpireSilentLeases(now); StopWhereADeviceRefused(); break;
            case FlushDecisions: Flush(); break;
            default: return false;
        }
        return true;
    }

    private void On(Register message, IPeer from, Moment now)
    {
        if (roster.Namesake(message, now, terms.Lease) is { } host)
        {
            from.Tell(new Refused(
                $"An agent named {message.Agent} is at work already, on {host}; give this one a name of its own with --name."));
            return;
        }
        var (peer, session) = from is SessionPeer speaker ? (speaker.Peer, sessions.OrderOf(speaker.Session) ?? 0) : (from, 0);
        if (roster.IsOfEarlierProcess(message, session))
        {
            // Let in, it would end what the process holds that is there. One that lives opens another session, and comes with that.
            peer.Tell(new SessionFirst(terms.Blobs));
            return;
        }
        var decision = About(new RegisterAgent(message), now);
        if (decision.Events.Length > 0 && !registrations.Allows(now.Elapsed))
        {
            log.Warning("Agent {Agent} registers among too many others at once; it is let in when it asks again later", message.Agent);
            return;
        }
        Take(decision, from, now);
        if (decision.Effects.Any(effect => effect is Reply { Message: Refused }))
            return;
        roster.Registered(message, from, now, session);
        Hear(message.Agent, message.Held, now);
        toldToDrain.Remove(message.Agent);
        if (draining)
            TellToDrain(message.Agent, from);
    }

    private void On(RequestWork message, IPeer from, Moment now)
    {
        if (!roster.Heard(message.Agent, message.Incarnation, from, now))
            from.Tell(new RegisterFirst());
        else if (draining)
            TellToDrain(message.Agent, from);
        else
            Consider(new AskForWork(message), from, now);
    }

    private void TellToDrain(string agent, IPeer from)
    {
        toldToDrain.Add(agent);
        from.Tell(new Drain());
    }

    private void On(Heartbeat message, IPeer from, Moment now)
    {
        if (!roster.Heard(message.Agent, message.Incarnation, from, now))
            from.Tell(new RegisterFirst());
        else
            Listen(message, from, now);
    }

    private void Listen(Heartbeat message, IPeer from, Moment now)
    {
        Consider(new HearAgent(message), from, now);
        live.Note(message);
        Hear(message.Agent, message.Held, now);
        // What called the drain off may have been lost on the way.
        if (!draining && toldToDrain.Contains(message.Agent))
            from.Tell(new RegisterFirst());
    }

    private void On(Progress message, IPeer from, Moment now)
    {
        if (!roster.HeardFrom(message.Agent, message.Incarnation, from, now)
            || state.Lease(message.Lease) is not { Active: true } lease
            || lease.Agent != message.Agent)
            return;
        live.Note(message);
        clock.Heard(message.Lease, now.Elapsed);
    }

    private void On(Report message, IPeer from, Moment now)
    {
        if (!roster.HeardFrom(message.Agent, message.Incarnation, from, now))
        {
            from.Tell(new RegisterFirst());
            return;
        }
        if (state.LeaseOf(message) is { } lease && lease.Agent == message.Agent)
            clock.Heard(message.Lease, now.Elapsed);
        var decision = About(new RecordReport(message), now);
        Take(decision, from, now);
        if (decision.Effects.Any(effect => effect is Reply))
            unanswered.Answered(message.Lease);
        else if (unanswered.IsHopeless(message.Lease, now.Elapsed))
            Consider(new GiveUpLease(message.Lease), from, now);
    }

    private void On(StartDrain command, IPeer from, Moment now)
    {
        draining = true;
        toldToDrain.UnionWith(roster.Names);
        awaitDrained.Add(from);
        Consider(command, from, now);
    }

    private void On(EndDrain command, IPeer from, Moment now)
    {
        draining = false;
        foreach (var asker in awaitDrained)
            asker.Tell(new Declined("The drain was called off."));
        awaitDrained.Clear();
        Consider(command, from, now);
    }

    private void On(Explain ask, IPeer from, Moment now)
    {
        var here = new Surroundings(now.At, Live: true, draining, agent => roster.IsOnline(agent, now, terms.Lease));
        var explained = Explanation.Of(ask.Name, ask.Kind, state, here);
        from.Tell(explained.View ?? (object)new Declined(explained.Refusal!));
    }

    /// <summary>It has no session any more, so that nothing that it says is heard; that it is so is the last that it hears.</summary>
    private void On(DismissAgent command, IPeer from, Moment now)
    {
        var agent = roster.PeerOf(command.Agent);
        sessions.Close(command.Agent);
        roster.Forget(command.Agent);
        toldToDrain.Remove(command.Agent);
        Consider(command, from, now);
        Flush();
        if (Failure is null)
            agent?.Tell(new Refused(
                $"Agent {command.Agent} was removed by {command.By}. A new line from `sweep agents invite` lets it join anew."));
    }

    private void Hear(string agent, IEnumerable<LeaseId> held, Moment now)
    {
        foreach (var id in held)
        {
            if (state.Lease(id)?.Agent == agent)
                clock.Heard(id, now.Elapsed);
        }
    }

    private void ExpireSilentLeases(Moment now)
    {
        foreach (var lease in clock.Expired(now.Elapsed))
            Consider(new ExpireLease(lease.Id, lease.Silence), NoPeer.Instance, now);
        if (clock.TakeSpared() is { Count: > 0 } spared)
            log.Warning(
                "Nothing has been heard for {Seconds} s from {Agents}, most of the agents at work, " +
                "which points to this machine's own network; they keep what they train for as long again",
                terms.Lease.TotalSeconds, string.Join(", ", spared));
    }

    /// <summary>A coordinator without an answer to any question would go on so for ever; its next start makes all whole again.</summary>
    private void StopWhereADeviceRefused()
    {
        if (listeners.Select(listener => listener.RefusedByDevice).FirstOrDefault(refused => refused is not null) is { } cause)
            Fail(cause,
                "What the journal says cannot be written beside it, so the coordinator stops; everything acknowledged is safe: " +
                "make room or mend the disk, then start it again");
    }

    private void Consider(Command command, IPeer from, Moment now) => Take(About(command, now), from, now);

    private Decision About(Command command, Moment now) =>
        Decide.About(command, state, terms, now.At, agent => roster.IsOnline(agent, now, terms.Lease));

    private void Take(Decision decision, IPeer from, Moment now)
    {
        changing = true;
        foreach (var e in decision.Events)
        {
            state.Apply(e);
            clock.Follow(e, now.Elapsed);
            live.Follow(e, now.Elapsed);
        }
        changing = false;
        waiting.Add(decision, from);
        if (waiting.Decisions >= MostDecisionsAtOnce)
            Flush();
    }

    private void Flush()
    {
        if (Failure is not null)
            return;
        changing = true;
        var (events, effects) = waiting.Take();
        if (events.Count > 0 && !TryJournal(events))
            return;
        var answers = new GatheredAnswers();
        foreach (var (effect, from) in effects)
        {
            if (answers.Take(effect, from))
                continue;
            answers.Tell();
            Run(effect, from);
        }
        answers.Tell();
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

    private void Run(Effect effect, IPeer from)
    {
        switch (effect)
        {
            case Reply reply: from.Tell(reply.Message); break;
            case SendTo send: roster.PeerOf(send.Agent)?.Tell(send.Message); break;
            case Answer answer: from.Tell(answer.Value); break;
            case Broadcast broadcast:
                foreach (var agent in roster.Peers)
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
        Failure = cause;
        log.Fatal(cause, template, details);
    }
}
