using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>What people order about agents: pause, drain, resume.</summary>
public sealed class HoldTests
{
    private readonly Life life = new();

    public HoldTests()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3], epochs: [2]));
        life.Register("box-1", slots: 2);
        life.Online.Add("box-1");
    }

    private AgentState Agent => life.State.Agent("box-1")!;

    private static ISweepMessage? To(string agent, IEnumerable<Effect> effects) =>
        effects.OfType<SendTo>().SingleOrDefault(send => send.Agent == agent)?.Message;

    private static object? Answered(IEnumerable<Effect> effects) => effects.OfType<Answer>().SingleOrDefault()?.Value;

    [Fact]
    public void APausedAgent_TrainsWhatItHas_AndGetsNoMore()
    {
        var first = life.Assigned("box-1")!;

        var effects = life.Send(new HoldAgent("box-1", AgentHold.Paused, "somebody sits there"));

        Assert.Equal(new Done(), Answered(effects));
        Assert.Empty(effects.OfType<SendTo>());
        Assert.Null(life.Assigned("box-1", slot: 1));
        Assert.Equal(first, life.Assigned("box-1"));
        life.Start(first.Lease);
        life.Train(first);
        Assert.Null(life.Assigned("box-1"));
        Assert.Equal(new Hold(AgentHold.Paused, "somebody sits there"), Agent.Hold);
    }

    [Fact]
    public void ADrainedAgent_IsToldToEndAtTheEpochsEnd_EachTimeItIsHeard_AndItsRunsGoToOthers()
    {
        var lease = life.Assigned("box-1")!.Lease;
        life.Start(lease);

        var effects = life.Send(new HoldAgent("box-1", AgentHold.Drained));

        var order = Assert.IsType<RevokeLease>(To("box-1", effects));
        Assert.Equal((lease, true), (order.Lease, order.AtEpochEnd));
        var reminded = life.Send(new HearAgent(new("box-1", life.Incarnation("box-1"), [lease])));
        Assert.Equal(order, Assert.Single(reminded.OfType<Reply>()).Message);

        life.Epoch(lease, 1);
        life.End(lease, Outcome.Cancelled);
        Assert.Empty(life.Send(new HearAgent(new("box-1", life.Incarnation("box-1"), []))));
        Assert.Null(life.Assigned("box-1"));
        life.Register("box-2");
        Assert.Contains(life.State.Sweep("some")!.Runs, run => run.Id == life.Assigned("box-2")!.Order.Run);
        Assert.All(life.TrialStates(), state => Assert.NotEqual(TrialState.Failed, state));
    }

    [Fact]
    public void ADrainedAgentThatAsks_DoesNotTrainWhatItWasGiven_SoOthersMay()
    {
        var lease = life.Assigned("box-1")!.Lease;
        life.Send(new HoldAgent("box-1", AgentHold.Drained));

        var effects = life.Ask("box-1");

        Assert.Equal(Outcome.Cancelled, life.State.Lease(lease)!.Outcome);
        Assert.IsType<NoWork>(Assert.Single(effects.OfType<Reply>()).Message);
        Assert.Equal(new RevokeLease(lease, "Agent box-1 is drained.", AtEpochEnd: false), To("box-1", effects));
        Assert.Empty(life.State.ActiveLeases);
    }

    [Fact]
    public void AHold_OutlivesTheCoordinatorAndTheAgent_UntilItIsTakenBack()
    {
        life.Send(new HoldAgent("box-1", AgentHold.Drained, "new GPU"));

        life.Restart();
        life.Register("box-1", slots: 2);
        Assert.Null(life.Assigned("box-1"));

        var effects = life.Send(new ResumeAgent("box-1"));
        Assert.IsType<WorkAvailable>(To("box-1", effects));
        Assert.NotNull(life.Assigned("box-1"));
        Assert.Null(Agent.Hold);
    }

    [Fact]
    public void TheSameOrderTwice_IsOneFact_AndAnotherOneReplacesIt()
    {
        life.Send(new HoldAgent("box-1", AgentHold.Paused));
        life.Send(new HoldAgent("box-1", AgentHold.Paused));
        Assert.Empty(life.Latest);
        life.Send(new HoldAgent("box-1", AgentHold.Drained, "now"));
        Assert.Equal(new Hold(AgentHold.Drained, "now"), Agent.Hold);
        life.Send(new ResumeAgent("box-1"));
        life.Send(new ResumeAgent("box-1"));
        Assert.Empty(life.Latest);
    }

    [Fact]
    public void AnAgentThatIsNotThere_IsDeclined_WithTheNearestName()
    {
        var declined = Assert.IsType<Declined>(Answered(life.Send(new HoldAgent("box1", AgentHold.Paused))));
        Assert.Equal("There is no agent 'box1' here, but there is box-1; 'sweep agents' lists those there are.", declined.Reason);
        Assert.IsType<Declined>(Answered(life.Send(new ResumeAgent("lab"))));
    }

    [Fact]
    public void AReasonThatIsNoLine_IsDeclined()
    {
        var declined = Assert.IsType<Declined>(Answered(life.Send(new HoldAgent("box-1", AgentHold.Paused, "one\ntwo"))));
        Assert.Contains("no line of at most 200 characters", declined.Reason, StringComparison.Ordinal);
        Assert.Null(Agent.Hold);
    }

    [Fact]
    public void WhereEveryAgentIsOnHold_TheSweepSaysWhy()
    {
        life.Send(new HoldAgent("box-1", AgentHold.Drained, "new GPU"));

        Assert.Equal(
            "some waits: no agent that is here gets runs. Agent box-1 is drained by a person (new GPU); "
                + "`sweep agents resume box-1` gives it runs again.",
            WaitingSweeps.Of(life.State, _ => true)["some"]);
        life.Register("box-2");
        Assert.Empty(WaitingSweeps.Of(life.State, _ => true));
    }

    [Fact]
    public void AFailedRun_IsNotLeftToAnAgentThatGetsNone()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2], epochs: [2]));
        life.Register("box-2");
        life.Online.Add("box-2");
        var failed = life.Assigned("box-1")!;
        life.End(failed.Lease, Outcome.TrainerCrashed);
        Assert.NotEqual(failed.Order.Run, life.Assigned("box-1")!.Order.Run);
        Assert.Null(life.Assigned("box-1", slot: 1));

        life.Send(new HoldAgent("box-2", AgentHold.Paused));

        Assert.Equal(failed.Order.Run, life.Assigned("box-1", slot: 1)?.Order.Run);
    }
}
