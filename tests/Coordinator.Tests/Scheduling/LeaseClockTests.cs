using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class LeaseClockTests
{
    private readonly LeaseClock clock = new(TimeSpan.FromSeconds(30));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    private void Grant(long lease, double at, string agent = "a") =>
        clock.Follow(new LeaseGranted(new(lease), "s", RunId.Of("r"), agent, Guid.Empty, 0, 1, 0, 1) { At = default }, At(at));

    private IEnumerable<long> ExpiredUpTo(double from, double to)
    {
        for (var second = from; second <= to; second++)
        {
            foreach (var lease in clock.Expired(At(second)))
                yield return lease.Id.Number;
        }
    }

    [Fact]
    public void Lease_ExpiresAfterMissedHeartbeats()
    {
        Grant(1, at: 0);

        Assert.Empty(ExpiredUpTo(0, 29));
        Assert.Equal([1L], ExpiredUpTo(30, 30));
    }

    [Fact]
    public void Lease_LivesAsLongAsItIsHeard()
    {
        Grant(1, at: 0);
        Grant(2, at: 0);
        Assert.Empty(ExpiredUpTo(0, 20));
        clock.Heard(new(1), At(20));

        Assert.Equal([2L], ExpiredUpTo(21, 30));
    }

    [Fact]
    public void Lease_IsForgottenWhenItEnds()
    {
        Grant(1, at: 0);
        clock.Follow(new LeaseEnded(new(1), RunId.Of("r"), Outcome.Completed, "") { At = default }, At(5));
        clock.Heard(new(1), At(6));

        Assert.Empty(ExpiredUpTo(7, 60));
    }

    [Fact]
    public void WhatExpires_SaysHowLongItWasSilent()
    {
        Grant(1, at: 0);
        clock.Heard(new(1), At(4));
        Assert.Empty(ExpiredUpTo(0, 33));

        Assert.Equal([new SilentLease(new(1), At(31))], clock.Expired(At(35)));
    }

    [Fact]
    public void WhereMostAgentsFallSilentTogether_EachGetsOneMorePeriod_OnceForEachSilence()
    {
        Grant(1, at: 0, "a");
        Grant(2, at: 0, "b");
        Grant(3, at: 0, "c");
        Assert.Empty(ExpiredUpTo(0, 20));
        clock.Heard(new(3), At(20));
        clock.Heard(new(2), At(5));

        Assert.Empty(ExpiredUpTo(21, 34));
        Assert.Equal(["a", "b"], clock.TakeSpared());
        clock.Heard(new(3), At(40));
        Assert.Empty(ExpiredUpTo(35, 59));
        Assert.Equal([1L], ExpiredUpTo(60, 60));
        Assert.Equal([2L], ExpiredUpTo(61, 65).Except([1L]));
        Assert.Empty(clock.TakeSpared());
    }

    [Fact]
    public void OneAgentOfTwo_OrSeveralOneAfterTheOther_AreSparedNothing()
    {
        Grant(1, at: 0, "a");
        Grant(2, at: 0, "b");
        Grant(3, at: 0, "b");
        Assert.Empty(ExpiredUpTo(0, 16));
        clock.Heard(new(1), At(16));

        Assert.Equal([2L, 3], ExpiredUpTo(17, 30).Distinct());
        Assert.Equal([1L], ExpiredUpTo(31, 46).Except([2L, 3]));
        Assert.Empty(clock.TakeSpared());
    }

    [Fact]
    public void ACoordinatorThatSlept_HoldsItsOwnSilenceAgainstNobody()
    {
        Grant(1, at: 0);
        Assert.Empty(clock.Expired(At(1)));

        Assert.Empty(clock.Expired(At(500)));
        Assert.Empty(ExpiredUpTo(501, 529));
        Assert.Equal([1L], ExpiredUpTo(530, 530));
    }

    [Fact]
    public void AfterARestart_EveryActiveLeaseHasAFullPeriod()
    {
        var life = new Life();
        life.Submit(Some.Spec());
        life.Register("a");
        life.Assigned("a");
        life.Restart();

        clock.Start(life.State.ActiveLeases, At(100));

        Assert.Empty(ExpiredUpTo(101, 129));
        Assert.Equal([1L], ExpiredUpTo(130, 130));
    }
}
