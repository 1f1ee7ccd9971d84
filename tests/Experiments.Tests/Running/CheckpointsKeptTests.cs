using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Running;

public sealed class CheckpointsKeptTests
{
    [Fact]
    public void WithoutAPlan_EveryEpochHasOne() => Assert.Equal([1, 2, 3, 4], Kept(null, 4, seconds: 1));

    [Fact]
    public void EveryThirdEpoch_AndTheLast() => Assert.Equal([3, 6, 8], Kept(new(new(Epochs: 3), []), 8, seconds: 1));

    [Fact]
    public void WhatATrialEndsWith_IsKept_AndCountedFrom() => Assert.Equal([2, 5, 8], Kept(new(new(Epochs: 3), [2]), 8, seconds: 1));

    [Fact]
    public void AnEpochThatWouldEndTooLate_HasOneBeforeIt() => Assert.Equal([2, 4, 6, 7], Kept(new(new(Seconds: 10), []), 7, seconds: 4));

    [Fact]
    public void LongEpochs_HaveOneEach_HoweverManyAreSkipped() => Assert.Equal([1, 2, 3], Kept(new(new(Epochs: 100), []), 3, seconds: 400));

    [Fact]
    public void OfBoth_TheFirstCounts() => Assert.Equal([2, 4, 5], Kept(new(new(Epochs: 2, Seconds: 100), []), 5, seconds: 1));

    [Fact]
    public void ACheckpointThatCameToNothing_IsDueAgain()
    {
        var kept = new CheckpointsKept(Order(new(new(Epochs: 2), []), 9));
        kept.Add(new(1, 1, 1, 1, 1));
        kept.Add(new(2, 1, 1, 1, 1));
        Assert.True(kept.IsDue(stops: false));

        kept.Add(new(3, 1, 1, 1, 1));
        Assert.True(kept.IsDue(stops: false));
        kept.Keep(3);
        kept.Add(new(4, 1, 1, 1, 1));
        Assert.False(kept.IsDue(stops: false));
        Assert.True(kept.IsDue(stops: true));
    }

    [Fact]
    public void AContinuedRun_CountsFromWhereItContinues()
    {
        var kept = new CheckpointsKept(Order(new(new(Epochs: 3), []), 9) with { From = new(4, new('a', 64), 1) });
        kept.Add(new(6, 1, 1, 1, 1));
        Assert.False(kept.IsDue(stops: false));
        kept.Add(new(7, 1, 1, 1, 1));
        Assert.True(kept.IsDue(stops: false));
    }

    private static List<int> Kept(CheckpointPlan? plan, int epochs, double seconds)
    {
        var kept = new CheckpointsKept(Order(plan, epochs));
        var due = new List<int>();
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            kept.Add(new(epoch, 1, 1, 1, seconds));
            if (!kept.IsDue(stops: false))
                continue;
            due.Add(epoch);
            kept.Keep(epoch);
        }
        return due;
    }

    private static RunOrder Order(CheckpointPlan? plan, int toEpoch)
    {
        var parameters = new RunParameters(1e-3, 1e-3, 8, 0);
        return new(parameters.RunOf("some"), "some", parameters, new(DatasetSpec.Shapes10, null, null), new(ModelSpec.Simulated), Precision.Auto, null, toEpoch)
        {
            Checkpoints = plan,
        };
    }
}
