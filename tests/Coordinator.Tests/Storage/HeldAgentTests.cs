using Sweep.Coordinator.Forecasting;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Storage;

/// <summary>What people see of an agent that gets no runs by a person's order.</summary>
public sealed class HeldAgentTests
{
    private readonly Life life = new();

    public HeldAgentTests() => life.Register("box-1", slots: 2);

    private AgentState Agent => life.State.Agent("box-1")!;

    [Fact]
    public void AHold_IsInTheDocumentOfTheAgent_AndIsLeftOutWhereThereIsNone()
    {
        Assert.DoesNotContain("hold", AgentDocument.Of(StateRecords.Agent(Agent)).ToString(), StringComparison.Ordinal);

        life.Send(new HoldAgent("box-1", AgentHold.Drained));

        Assert.Equal(AgentHold.Drained, AgentDocument.View(AgentDocument.Of(StateRecords.Agent(Agent))).Hold);
    }

    [Fact]
    public void TheNote_SaysWhy_AndWhatTakesItBack()
    {
        life.Send(new HoldAgent("box-1", AgentHold.Paused, "somebody sits there"));
        Assert.Equal(
            "paused by a person (somebody sits there); `sweep agents resume box-1` gives it runs again", StateRecords.Note(Agent));

        life.Send(new ResumeAgent("box-1"));
        Assert.Null(StateRecords.Note(Agent));
    }

    [Fact]
    public void NoForecast_CountsItsSlots()
    {
        Assert.All(StateWorkload.Of(life.State, _ => true, _ => 0).Slots, slot => Assert.True(slot.TakesMore));

        life.Send(new HoldAgent("box-1", AgentHold.Drained));

        Assert.All(StateWorkload.Of(life.State, _ => true, _ => 0).Slots, slot => Assert.False(slot.TakesMore));
    }
}
