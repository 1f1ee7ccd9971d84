using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>Who of several free slots gets a run, by what was measured of them.</summary>
public sealed class FasterFirstTests
{
    private readonly Life life = new();
    private double[] rates = [];

    public FasterFirstTests()
    {
        More(0.1, 0.2, 0.3);
        foreach (var (agent, seconds) in new[] { ("slow", 20.0), ("fast", 10.0), ("like", 9.5) })
        {
            life.Register(agent);
            life.Online.Add(agent);
            Train(life.Assigned(agent)!, seconds);
        }
    }

    [Fact]
    public void OfSeveralFreeSlots_TheFasterOnesGetTheRunsThatHaveJustCome()
    {
        More(0.4, 0.5);

        Assert.Null(life.Assigned("slow"));
        Assert.NotNull(life.Assigned("fast"));
        Assert.NotNull(life.Assigned("like"));
    }

    [Fact]
    public void WhereThereIsEnoughForAll_TheSlowGetWhatTheFastLeave()
    {
        More(0.4, 0.5, 0.6);
        var third = life.State.Sweep("some")!.Waiting.InOrder.Last();

        Assert.Equal(third.Id, life.Assigned("slow")?.Order.Run);
    }

    [Fact]
    public void AFasterSlotThatDoesNotAsk_HoldsARunBackForAWhileOnly()
    {
        More(0.4);
        life.Now += Placement.FasterFirst - TimeSpan.FromSeconds(1);
        Assert.Null(life.Assigned("slow"));

        life.Now += TimeSpan.FromSeconds(1);

        Assert.NotNull(life.Assigned("slow"));
    }

    [Fact]
    public void AFasterSlotThatIsAtWork_OrGone_OrPaused_HoldsNothingBack()
    {
        More(0.4, 0.5);
        Assert.NotNull(life.Assigned("fast"));
        life.Online.Remove("like");

        Assert.NotNull(life.Assigned("slow"));
    }

    [Fact]
    public void ASlotThatWasNeverMeasured_Waits_ForNobody()
    {
        life.Register("new");
        More(0.4);

        Assert.NotNull(life.Assigned("new"));
    }

    [Fact]
    public void APace_IsTheSameAfterARestart()
    {
        More(0.4);
        life.Restart();

        Assert.Null(life.Assigned("slow"));
    }

    [Theory]
    [InlineData(21.0, false)]
    [InlineData(23.0, true)]
    [InlineData(null, true)]
    public void ASlotWhoseMachineIsLent_GetsNoRunWhoseEpochsTakeLonger(double? secondsLeft, bool gets)
    {
        More(0.4);
        life.Now += Placement.FasterFirst;

        var effects = life.Send(new AskForWork(new("slow", life.Incarnation("slow"), 0, secondsLeft)));

        Assert.Equal(gets, effects.OfType<Reply>().Any(reply => reply.Message is Assign));
    }

    [Fact]
    public void ALentMachineThatWasNeverMeasured_BorrowsThePaceOfTheSameDevice()
    {
        life.Register("new");
        More(0.4);

        Assert.DoesNotContain(
            life.Send(new AskForWork(new("new", life.Incarnation("new"), 0, 5))).OfType<Reply>(), reply => reply.Message is Assign);
    }

    [Fact]
    public void ASlotThatIsMuchSlowerThanItsTwins_IsNamed()
    {
        foreach (var (agent, seconds) in new[] { ("slow", 20.0), ("fast", 10.0), ("like", 10.0) })
        {
            // Each has trained one already.
            for (var run = 1; run < SlowSlots.LeastEpochs; run++)
            {
                Assert.Empty(SlowSlots.Of(life.State)["slow"]);
                More(0.001 * rates.Length);
                life.Now += TimeSpan.FromHours(1);
                Train(life.Assigned(agent)!, seconds);
            }
        }
        Assert.Equal(
            "slot 0 takes 20 s for an epoch, and 2 others with the same device (a processor) 10 s: "
                + "see whether it is too hot, shared with other programs, or failing",
            Assert.Single(SlowSlots.Of(life.State)["slow"]));
        Assert.Empty(SlowSlots.Of(life.State)["fast"]);
    }

    /// <summary>More runs come to wait, now.</summary>
    private void More(params double[] more)
    {
        rates = [.. rates, .. more];
        life.Submit(Some.Spec(lrs: rates, epochs: [1]));
    }

    private void Train(Assign assign, double seconds)
    {
        life.Start(assign.Lease);
        var metrics = Some.Metrics(assign.Order.Parameters, 1) with { Seconds = seconds };
        life.Report(assign.Lease, new EpochCompleted(metrics, Some.Checkpoint(metrics, assign.Order.Run)));
        life.End(assign.Lease, Outcome.Completed);
    }
}
