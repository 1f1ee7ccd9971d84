using Serilog.Core;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Actors;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Coordinating;

/// <summary>The coordinator without an actor system: one message at a time, and nothing is said before it is on disk.</summary>
public sealed class DeskTests : IDisposable
{
    private static readonly Guid Incarnation = new(1, 0, 0, new byte[8]);
    private readonly JournalFolder folder = new();
    private readonly WatchedJournal written = new();
    private readonly FileJournal journal;
    private readonly Desk desk;
    private readonly Sessions sessions = new();
    private string session;
    private readonly Ear person = new("console");
    private readonly Ear agent = new("node-a");
    private Moment now = new(TimeSpan.Zero, Some.Noon);

    public DeskTests()
    {
        journal = folder.Open();
        desk = new(new(), written.Over(journal), [], Rig.Terms, sessions, Logger.None, "0.1");
        session = sessions.Open("a");
        desk.Start(now);
        Flush();
    }

    public void Dispose()
    {
        journal.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void NothingIsAnswered_BeforeItIsFlushed()
    {
        desk.On(new SubmitSweep(Some.Spec(), ""), person, now);
        Assert.Empty(person.Heard);
        Assert.True(desk.HasUnwritten);
        Assert.DoesNotContain(written.Durable, e => e is SweepSubmitted);

        Flush();
        Assert.IsType<SubmitView>(Assert.Single(person.Heard));
        Assert.False(desk.HasUnwritten);
        Assert.Contains(written.Durable, e => e is SweepSubmitted);
    }

    [Fact]
    public void ManyDecisions_GoToDiskAtOnce_ButNotMoreThanAThousandWait()
    {
        var before = written.Appends;
        for (var i = 0; i < 1100; i++)
            desk.On(i % 2 == 0 ? new SubmitSweep(Some.Spec(name: $"s{i}"), "") : new CancelSweep($"s{i - 1}"), person, now);

        Assert.Equal(before + 1, written.Appends);
        Assert.Equal(1024, person.Heard.Count);
        Flush();
        Assert.Equal(before + 2, written.Appends);
        Assert.Equal(1100, person.Heard.Count);
    }

    [Fact]
    public void JournalThatCannotBeWritten_IsAFailure_AndNobodyIsToldAnythingAnyMore()
    {
        written.Break();
        desk.On(new SubmitSweep(Some.Spec(), ""), person, now);
        Flush();
        Assert.IsType<IOException>(desk.Failure);

        Assert.True(desk.On(new GetLive(), person, now));
        Flush();
        Assert.Empty(person.Heard);
    }

    [Fact]
    public void ReportsSaidTogether_AreEachAsGoodAsOneSaidAlone_AndAreAnsweredTogetherInTheirOrder()
    {
        desk.On(new SubmitSweep(Some.Spec(epochs: [3]), ""), person, now);
        Register();
        Say(new RequestWork("a", Incarnation, 0), agent);
        Flush();
        var assign = agent.Heard.OfType<Assign>().Single();
        Report Of(long number, Fact fact) => new("a", number, assign.Lease, fact, assign.Order.Run, Incarnation);
        var heard = agent.Sent.Count;

        Say(
            new Reports([
                Of(1, new RunStarted(Some.Provenance())),
                Of(2, new EpochCompleted(Some.Metrics(assign.Order.Parameters, 1), null)),
                Of(2, new EpochCompleted(Some.Metrics(assign.Order.Parameters, 1), null)),
                Of(3, new EpochCompleted(Some.Metrics(assign.Order.Parameters, 3), null))]),
            agent);
        Assert.Equal(heard, agent.Sent.Count);
        Flush();

        var answers = Assert.IsType<Acknowledgements>(Assert.Single(agent.Heard[heard..]));
        Assert.Equal(
            [new(1, Acknowledgement.Accepted), new(2, Acknowledgement.Accepted), new(2, Acknowledgement.Duplicate)], answers.Each.AsEnumerable());
        Assert.Single(written.Durable.OfType<EpochRecorded>());

        // Who says one alone may be of before there were others.
        Say(Of(3, new EpochCompleted(Some.Metrics(assign.Order.Parameters, 2), null)), agent);
        Flush();
        Assert.Equal(new Acknowledge(3, Acknowledgement.Accepted), agent.Heard[^1]);
    }

    [Fact]
    public void AReportThatCannotComeIn_KeepsNoOtherOut()
    {
        desk.On(new SubmitSweep(Some.Spec(epochs: [3]), ""), person, now);
        Register();
        Say(new RequestWork("a", Incarnation, 0), agent);
        Flush();
        var assign = agent.Heard.OfType<Assign>().Single();
        Report Of(long number, Fact fact) => new("a", number, assign.Lease, fact, assign.Order.Run, Incarnation);
        var impossible = Some.Metrics(assign.Order.Parameters, 2) with { Seconds = -1 };

        Say(
            new Reports([
                Of(1, new RunStarted(Some.Provenance())),
                Of(2, new EpochCompleted(Some.Metrics(assign.Order.Parameters, 1), null)),
                Of(3, new EpochCompleted(impossible, null)),
                new("b", 4, assign.Lease, new RunEnded(Outcome.Completed, "His word."))]),
            agent);
        Flush();

        Assert.Single(written.Durable.OfType<EpochRecorded>());
        Assert.Equal(
            [1, 2, 3],
            agent.Heard.SelectMany(message => message switch
            {
                Acknowledgements { Each: var each } => each.ToArray(),
                Acknowledge one => [one],
                _ => [],
            }).Select(answer => answer.Number));
        Assert.Contains("cannot be recorded", Assert.Single(written.Durable.OfType<LeaseEnded>()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void ReportsSaidTogetherOutsideOfASession_AreNotTaken()
    {
        Register();
        desk.On(new InSession(new('0', 64), new Reports([new("a", 1, new(1), new RunEnded(Outcome.Completed, ""))])), agent, now);
        Assert.IsType<SessionFirst>(agent.Sent[^1]);

        var sent = agent.Sent.Count;
        Say(new Reports([null!]), agent);
        Flush();
        Assert.Equal(sent, agent.Sent.Count);
    }

    [Fact]
    public void AgentThatIsSilentForALease_LosesItWhenTheDeskIsToldToLook()
    {
        desk.On(new SubmitSweep(Some.Spec(), ""), person, now);
        Register();
        Say(new RequestWork("a", Incarnation, 0), agent);
        Flush();
        var lease = agent.Heard.OfType<Assign>().Single().Lease;

        for (var seconds = 0.0; seconds <= Rig.Terms.Lease.TotalSeconds; seconds += desk.LookEvery.TotalSeconds)
        {
            desk.On(LookAtLeases.Now, NoPeer.Instance, now);
            Pass(desk.LookEvery);
        }
        desk.On(LookAtLeases.Now, NoPeer.Instance, now);
        Flush();

        Assert.Equal(lease, Assert.Single(written.Durable.OfType<LeaseEnded>()).Lease);
        Assert.IsType<WorkAvailable>(agent.Heard[^1]);
    }

    [Fact]
    public void WhoeverSpeaksForAnAgentFromAnotherNode_IsAStranger()
    {
        Register();
        var stranger = new Ear("node-b");
        Say(new Report("a", 1, new(1), new RunEnded(Outcome.Completed, "")), stranger);
        Assert.IsType<RegisterFirst>(Assert.Single(stranger.Heard));

        Say(new Report("a", 1, new(1), new RunEnded(Outcome.Completed, "")), new Ear("node-a"));
        Flush();
        Assert.Single(stranger.Heard);
    }

    [Fact]
    public void WhatIsSaidOutsideOfASession_IsNotTaken_AndToldWhereToOpenOne()
    {
        Register();
        var stranger = new Ear("node-a");
        var beat = new Heartbeat("a", Incarnation, [new(1)]);
        desk.On(beat, stranger, now);
        desk.On(new InSession(new('0', 64), beat), stranger, now);
        desk.On(new InSession(session, null!), stranger, now);

        Assert.Equal(Enumerable.Repeat<object>(new SessionFirst(Rig.Terms.Blobs), 3), stranger.Sent);
        sessions.Close("a");
        Say(beat, agent);
        Assert.IsType<SessionFirst>(agent.Sent[^1]);
    }

    [Fact]
    public void NobodySpeaksForAnotherThanHisCertificateNames()
    {
        Register();
        desk.On(new SubmitSweep(Some.Spec(), ""), person, now);
        Say(new RequestWork("a", Incarnation, 0), agent);
        Flush();
        var lease = agent.Heard.OfType<Assign>().Single().Lease;
        var (other, his) = (new Ear("node-a"), sessions.Open("b"));

        desk.On(new InSession(his, new Report("a", 1, lease, new RunEnded(Outcome.Completed, "His word."), null, Incarnation)), other, now);
        desk.On(new InSession(his, new Heartbeat("a", Incarnation, [])), other, now);
        Flush();
        Assert.Empty(other.Sent);
        Assert.DoesNotContain(written.Durable, e => e is LeaseEnded);

        desk.On(new InSession(his, new Register("a", Guid.NewGuid(), ProtocolVersion.Current, "host", "0.1", Some.Slots(1), [], 0)), other, now);
        Flush();
        Assert.Contains("--name b", Assert.IsType<Refused>(Assert.Single(other.Heard)).Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(written.Durable, e => e is LeaseEnded);
    }

    [Fact]
    public void ARegistrationOfAnEarlierProcess_ThatComesLate_EndsNothing_AndIsToldToOpenASession()
    {
        var (earlier, late) = (session, new Ear("node-a-before"));
        session = sessions.Open("a");
        Register();
        desk.On(new SubmitSweep(Some.Spec(), ""), person, now);
        Say(new RequestWork("a", Incarnation, 0), agent);
        Flush();
        var before = new Register("a", Guid.NewGuid(), ProtocolVersion.Current, "host", "0.1", Some.Slots(1), [], 0);

        desk.On(new InSession(earlier, before), late, now);
        Flush();
        Assert.IsType<SessionFirst>(Assert.Single(late.Sent));
        Assert.DoesNotContain(written.Durable, e => e is LeaseEnded);

        // It lives: it has opened another session, and is the later one by that.
        desk.On(new InSession(sessions.Open("a"), before), late, now);
        Flush();
        Assert.IsType<Registered>(late.Heard[^1]);
        Assert.Single(written.Durable.OfType<LeaseEnded>());
    }

    [Fact]
    public void AnAgentThatIsRemoved_HearsSoInItsSession_WhenItIsInTheJournal_AndNothingAfterIt()
    {
        Register();

        desk.On(new DismissAgent("a", Known: true, "anna"), person, now);

        Assert.Equal(("a", "anna"), written.Durable.OfType<AgentRemoved>().Select(removed => (removed.Agent, removed.By)).Single());
        Assert.Equal(
            new InSession(session, new Refused("Agent a was removed by anna. A new line from `sweep agents invite` lets it join anew.")), agent.Sent[^1]);
        Say(new Heartbeat("a", Incarnation, []), agent);
        Assert.IsType<SessionFirst>(agent.Sent[^1]);
        Assert.Equal("anna", Removed());

        session = sessions.Open("a");
        Register();
        Assert.Null(Removed());
    }

    [Fact]
    public void NodeThatLeft_HasNoAgentOnline()
    {
        Register();
        Assert.Equal(AgentStatus.Online, Shown());
        desk.On(new NodeLeft("node-b"), NoPeer.Instance, now);
        Assert.Equal(AgentStatus.Online, Shown());
        desk.On(new NodeLeft("node-a"), NoPeer.Instance, now);
        Assert.Equal(AgentStatus.Offline, Shown());
    }

    [Fact]
    public void MessageForNobodyHere_IsNotTaken() => Assert.False(desk.On("what?", person, now));

    private void Register()
    {
        Say(new Register("a", Incarnation, ProtocolVersion.Current, "host", "0.1", Some.Slots(1), [], 0), agent);
        Flush();
        Assert.IsType<Registered>(agent.Heard[^1]);
    }

    private void Say(ISweepMessage message, Ear from) => desk.On(new InSession(session, message), from, now);

    private string? Removed() => CoordinatorState.Replay(written.Durable).Agent("a")!.RemovedBy;

    private AgentStatus Shown()
    {
        desk.On(new GetLive(), person, now);
        return Assert.Single(((LiveView)person.Heard[^1]).Agents).State;
    }

    private void Pass(TimeSpan time) => now = new(now.Elapsed + time, now.At + time);

    private void Flush() => desk.On(FlushDecisions.Now, NoPeer.Instance, now);

    private sealed class Ear(string node) : IPeer
    {
        /// <summary>As it came, in whatever session.</summary>
        public List<object> Sent { get; } = [];
        public List<object> Heard => [.. Sent.Select(message => message is InSession said ? said.Message : message)];
        public string Node => node;
        public void Tell(object message) => Sent.Add(message);
    }
}
