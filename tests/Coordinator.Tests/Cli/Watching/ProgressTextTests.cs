using Sweep.Coordinator.Cli.Watching;
using Sweep.Coordinator.Hosting;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli.Watching;

public sealed class ProgressTextTests
{
    private static readonly TrialRow Trial = new(
        new("0011223344556677"), TrialState.Completed, new(0.001, 3, 0.01, 16, 2), 1.5, 1.25, 0.5, 3, 0.5, 12, new("8899aabbccddeeff"), "box", 1)
    { Sweep = "digits" };

    private static Dictionary<string, Differing> InDigits(Differing differing) => new() { ["digits"] = differing };

    [Fact]
    public void WhatDiffers_IsInEveryLine()
    {
        Assert.Equal("completed lr 0.001 epochs 3 seed 2: train 1.5000 val 1.2500 acc 0.5000 in 12 s", ProgressText.Finished(Trial, InDigits(Differing.Nothing)));
        Assert.Equal(
            "completed lr 0.001 epochs 3 seed 2 weightDecay 0.01 batchSize 16: train 1.5000 val 1.2500 acc 0.5000 in 12 s", ProgressText.Finished(Trial, InDigits(new(true, true))));
        Assert.StartsWith("lr 0.001 batchSize 8 epoch ", ProgressText.Running(Running.Run(), InDigits(new(false, true))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatDiffers_IsAskedOfTheHome()
    {
        using var home = WrittenHome.Complete();
        await using var queries = await Sweep.Coordinator.Hosting.HomeQueries.Open(home.Home, Serilog.Core.Logger.None);

        Assert.Equal(Differing.Nothing, await Differing.In(queries, "grid", CancellationToken.None));
    }
}
