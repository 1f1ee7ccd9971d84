using Sweep.Coordinator.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>What is said to whoever asked, and to everybody, beside the facts.</summary>
public sealed class AnswerTests
{
    private readonly Life life = new();

    private static IEnumerable<object> Replies(IEnumerable<Effect> effects) => effects.OfType<Reply>().Select(reply => (object)reply.Message);

    private static IEnumerable<object> Broadcasts(IEnumerable<Effect> effects) =>
        effects.OfType<Broadcast>().Select(broadcast => (object)broadcast.Message);

    [Fact]
    public void WhoRegisters_IsToldTheTerms() =>
        Assert.Contains(new Registered(30, Life.Terms.Blobs, "", LeasesAhead: true, ReportsTogether: true), Replies(life.Register("a")));

    [Fact]
    public void WhoAsksBeforeItRegistered_IsToldToRegister() => Assert.Equal(
        [new RegisterFirst()],
        Replies(life.Send(new AskForWork(new("stranger", Guid.NewGuid(), 0)))));

    [Fact]
    public void WhoSpeaksAnotherProtocol_IsToldWhichToUpdate()
    {
        var old = new Register("a", Guid.NewGuid(), ProtocolVersion.Current - 1, "host", "0.1", Some.Slots(1), [], 0);

        var refused = Assert.IsType<Refused>(Assert.Single(Replies(life.Send(new RegisterAgent(old)))));

        Assert.Equal(
            "Agent a speaks protocol 0 (Sweep 0.1) and the coordinator 1 (Sweep 0.2); update the agent.", refused.Reason);
    }

    [Fact]
    public void NewWork_IsAnnounced_AndNothingElseIs()
    {
        var spec = Some.Spec();

        Assert.Contains(new WorkAvailable(), Broadcasts(life.Send(new SubmitSweep(spec, ""))));
        life.Send(new CancelSweep("some"));
        Assert.Contains(new WorkAvailable(), Broadcasts(life.Send(new ResumeSweep("some"))));
        life.Register("a");
        life.TrainOne("a");
        Assert.DoesNotContain(new WorkAvailable(), Broadcasts(life.Send(new SubmitSweep(spec, ""))));
        Assert.DoesNotContain(new WorkAvailable(), Broadcasts(life.Send(new RetryFailed("some"))));
    }

    [Fact]
    public void ADrain_IsToldToEverybody_AndSoIsItsEnd()
    {
        Assert.Contains(new Drain(), Broadcasts(life.Send(new StartDrain())));
        var ended = life.Send(new EndDrain());
        Assert.Contains(new RegisterFirst(), Broadcasts(ended));
        Assert.Contains(new Answer(new Done()), ended);
    }

    [Theory]
    [InlineData(1, "TrainerCrashed in 1 attempt, the last on agent a: out of luck")]
    [InlineData(2, "TrainerCrashed in 2 attempts, the last on agent a: out of luck")]
    public void ARunThatFailed_SaysInHowManyAttempts(int attempts, string cause)
    {
        var sweep = life.Submit(Some.Spec(maxAttempts: attempts));
        life.Register("a");
        for (var attempt = 1; attempt <= attempts; attempt++)
            life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed, "out of luck");

        Assert.Equal(cause, Assert.Single(sweep.Runs).FailedCause);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    public void OfALongDetail_TheEndIsKept(int over, int mark)
    {
        life.Submit(Some.Spec(maxAttempts: 3));
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        var longest = new string('x', 1 << 20);
        life.End(lease, Outcome.TrainerCrashed, longest);
        var most = life.State.Lease(lease)!.Detail.Length - 2;

        var next = life.Assigned("a")!.Lease;
        life.End(next, Outcome.TrainerCrashed, new string('y', over) + new string('z', most));

        var detail = life.State.Lease(next)!.Detail;
        Assert.Equal(most + mark, detail.Length);
        Assert.Equal(over > 0, detail.StartsWith("… ", StringComparison.Ordinal));
        Assert.EndsWith(new string('z', most), detail, StringComparison.Ordinal);
    }
}
