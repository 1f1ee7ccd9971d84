using Sweep.Experiments.Running;
using Sweep.GpuAgent.Deciding;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Trainers;

namespace Sweep.GpuAgent.Tests.Deciding;

/// <summary>An agent whose machine is lent for 500 seconds.</summary>
public sealed class TimeLimitedAgentTests
{
    private readonly MachineInTest it = new(lentFor: TimeSpan.FromSeconds(500));
    private long number;

    public TimeLimitedAgentTests() => it.On(new LineOpened("lab:4053"), new Heard(new Registered(30, "http://lab", "token")));

    [Fact]
    public void AnEpochThatWouldNotBeOverInTime_IsNotBegun()
    {
        Begin(1, Some.Order(toEpoch: 9));
        Train(1, seconds: 100);
        Assert.False(Stops(TickAfter(0)));
        Train(2, seconds: 100);
        Train(3, seconds: 100);

        // 195 seconds are left: this epoch has time, and the next one has not.
        Assert.True(Stops(TickAfter(0)));

        Assert.Equal("Agent lab-1 ends at 2026-01-02 13:08:20, before another epoch would.", ((SlotState.Stopping)it.Slot).Reason);
        Assert.False(it.Machine.Look().TimeIsUp);
    }

    [Fact]
    public void NothingIsStopped_WhileNothingIsMeasured_NorInTheLastEpoch()
    {
        Begin(1, Some.Order(toEpoch: 2));
        Assert.False(Stops(TickAfter(300)));
        Train(1, seconds: 100);

        Assert.False(Stops(TickAfter(50)));
    }

    [Fact]
    public void WhenTheTimeIsUp_WhatIsInTrainingIsEndedAndReported_AndTheAgentMayLeave()
    {
        Begin(1, Some.Order(toEpoch: 9));

        var orders = TickAfter(495);

        Assert.Contains(orders, order => order is Kill);
        var ended = Assert.IsType<RunEnded>(Assert.Single(orders.OfType<Note>()).Report.Fact);
        Assert.Equal(
            (Outcome.Cancelled, "The time of agent lab-1 is up (2026-01-02 13:08:20), in the middle of an epoch."),
            (ended.Outcome, ended.Detail));
        Assert.False(it.Machine.Look().TimeIsUp);
        Noted(orders);
        Assert.True(it.Machine.Look().TimeIsUp);
    }

    [Fact]
    public void NoWorkIsAskedFor_WhereNoEpochWouldBeOverInTime_AndTheAgentMayLeave()
    {
        Begin(1, Some.Order(toEpoch: 3));
        Train(1, seconds: 150);
        Train(2, seconds: 150);
        Complete();
        Assert.Contains(TickAfter(3), order => order is Say { Message: RequestWork });

        Assert.DoesNotContain(TickAfter(47), order => order is Say { Message: RequestWork });

        Assert.True(it.Machine.Look().TimeIsUp);
    }

    [Fact]
    public void ARunWhoseEpochsAreTooLong_IsGivenBackBeforeItBegins_AndNotAskedForAgain()
    {
        var (slow, fast) = (Some.Order(toEpoch: 1), Some.Order(toEpoch: 1, epochMilliseconds: 1));
        Begin(1, slow);
        Train(1, seconds: 100);
        Complete();
        Begin(2, fast);
        Train(1, seconds: 10);
        Complete();
        TickAfter(300);
        Assert.False(it.Machine.Look().TimeIsUp);

        it.Hear(Some.Assign(3, slow));
        var orders = TickAfter(0);

        Assert.Equal(Outcome.Cancelled, Assert.IsType<RunEnded>(Assert.Single(orders.OfType<Note>()).Report.Fact).Outcome);
        Noted(orders);
        Assert.True(it.Machine.Look().TimeIsUp);
    }

    [Fact]
    public void WithoutALimit_TheTimeIsNeverUp()
    {
        var free = new MachineInTest();
        free.Pass(TimeSpan.FromDays(300)).On(Tick.Instance);
        Assert.False(free.Machine.Look().TimeIsUp);
    }

    private void Begin(long lease, RunOrder order)
    {
        it.Hear(Some.Assign(lease, order));
        it.On(new FolderMade(0, new(lease), "work"));
        if (it.Slot is SlotState.Starting starting)
            it.On(new TrainerStarted(0, starting.Trainer));
    }

    /// <summary>An epoch passes.</summary>
    private void Train(int epoch, double seconds)
    {
        it.Pass(TimeSpan.FromSeconds(seconds));
        Say(new EpochTrained(Some.Metrics(epoch) with { Seconds = seconds }, "checkpoint"));
        Say(new Stepped(epoch + 1, 0, 10, 1, 1));
    }

    private void Complete()
    {
        Noted(Say(new OrderEnded(Outcome.Completed, "")));
        it.Hear(new Acknowledge(number, Acknowledgement.Accepted));
    }

    private IReadOnlyList<AgentOrder> Say(TrainerEvent what) => it.On(new TrainerSaid(it.Machine.Slots[0].Trainer!.Value, what));

    private void Noted(IEnumerable<AgentOrder> orders)
    {
        foreach (var note in orders.OfType<Note>())
        {
            number = note.Report.Number;
            it.On(new Noted(note.Slot, note.Report));
        }
    }

    private IReadOnlyList<AgentOrder> TickAfter(double seconds) => it.Pass(TimeSpan.FromSeconds(seconds)).On(Tick.Instance);

    private static bool Stops(IEnumerable<AgentOrder> orders) => orders.Any(order => order is Tell { What: StopOrder });
}
