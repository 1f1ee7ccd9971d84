using Sweep.Coordinator.Cli;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.Cli;

public class PlanCommandTests
{
    private readonly OfflineCli cli = new(PlanCommand.Create);

    [Fact]
    public async Task Json_IsTheContract()
    {
        var answer = await cli.Run("plan", "--dataset", "shapes10", "--lr", "1e-3,3e-3,1e-2", "--epochs", "1,2,3", "--json");

        Assert.Equal(0, answer.ExitCode);
        Assert.Equal("""{"trials":9,"runs":3,"epochsIfAlone":18,"epochsPlanned":9}""", answer.Out.ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task People_SeeRunsAndTheirTrials()
    {
        var answer = await cli.Run("plan", "--name", "mine", "--dataset", "cifar10", "--lr", "log:1e-4:1e-2:5", "--epochs", "1,3,10");

        Assert.StartsWith("Sweep mine: 15 trials in 5 runs, 50 epochs instead of 70 (sharing saves 29", answer.Out, StringComparison.Ordinal);
        Assert.Matches(@"[0-9a-f]{16} +0\.000316228 +1 3 10", answer.Out);
        Assert.Contains("Everywhere: weightDecay 0.001, batchSize 8, seed 0.", answer.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("more", answer.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyRuns_AreCutShort() =>
        Assert.Contains("and 90 runs more", (await cli.Run("plan", "--dataset", "shapes10", "--lr", "log:1e-4:1e-2:100", "--epochs", "1")).Out, StringComparison.Ordinal);

    [Fact]
    public async Task WithoutSharing_EveryTrialRunsAlone()
    {
        var plan = (await cli.Run("plan", "--dataset", "shapes10", "--lr", "1e-3", "--epochs", "1,2", "--no-sharing", "--json")).Json;

        Assert.Equal((2, 3), (plan.GetProperty("runs").GetInt32(), plan.GetProperty("epochsPlanned").GetInt32()));
    }

    [Fact]
    public async Task MergedTrials_AreNotedOnStderr()
    {
        var answer = await cli.Run("plan", "--dataset", "shapes10", "--lr", "1e-3,1e-3", "--epochs", "1", "--json");

        Assert.Equal("Merged 1 duplicate trial.\n", answer.Error);
        Assert.Equal(1, answer.Json.GetProperty("trials").GetInt32());
    }

    [Fact]
    public async Task WhatConditionsLeaveOut_IsCounted()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(
            folder["own.yaml"],
            "name: own\nexperiment: { command: ./train.sh, folder: none }\nobjective: { maximize: f1 }\nexclude: width = 64 and optimizer = sgd\n"
                + "space: { width: [16, 32, 64], optimizer: [adamw, sgd], momentum: { values: [0.8, 0.9], when: optimizer = sgd } }\n");

        // Of 12 points 3 have no second momentum without sgd, and 2 of the other 9 are excluded.
        Assert.Contains("Left out: 2 points by exclude, 3 points by when.", (await cli.Run("plan", folder["own.yaml"])).Out, StringComparison.Ordinal);
        var plan = (await cli.Run("plan", folder["own.yaml"], "--json")).Json;
        Assert.Equal("""{"trials":7,"runs":7,"epochsIfAlone":7,"epochsPlanned":7,"leftOut":{"exclude":2,"when":3}}""", System.Text.Json.JsonSerializer.Serialize(plan));
        Assert.Equal("leftOut", plan.EnumerateObject().Last().Name);
        Assert.False((await cli.Run("plan", Recipe("quickstart.yaml"), "--json")).Json.TryGetProperty("leftOut", out _));
    }

    [Fact]
    public async Task FileAndFlags_ExcludeEachOther()
    {
        var e = await Assert.ThrowsAsync<BadInputException>(() => cli.Run("plan", "some.yaml", "--lr", "1e-3"));

        Assert.Equal("--lr is given beside the sweep file some.yaml; change its space with --set lr=1e-3, write it in the file, or leave the file out and give the grid in options.", e.Message);
    }

    [Fact]
    public async Task NothingGiven_SaysWhatToGive() =>
        Assert.StartsWith("Neither a sweep file nor --dataset is given", (await Assert.ThrowsAsync<BadInputException>(() => cli.Run("plan"))).Message, StringComparison.Ordinal);

    /// <summary>What each recipe of deploy/sweeps costs, as its first lines say.</summary>
    [Theory]
    [InlineData("quickstart.yaml", 12, 4, 24, 12)]
    [InlineData("cifar10.yaml", 108, 27, 513, 270)]
    [InlineData("lr-range.yaml", 13, 13, 13, 13)]
    [InlineData("seeds.yaml", 10, 10, 50, 50)]
    public async Task Recipes_CostWhatTheySay(string file, int trials, int runs, int alone, int planned)
    {
        var plan = (await cli.Run("plan", Recipe(file), "--json")).Json;

        Assert.Equal(
            (trials, runs, alone, planned),
            (plan.GetProperty("trials").GetInt32(), plan.GetProperty("runs").GetInt32(), plan.GetProperty("epochsIfAlone").GetInt32(), plan.GetProperty("epochsPlanned").GetInt32()));
    }

    private static string Recipe(string file)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "Sweep.sln")))
                return Path.Combine(at.FullName, "deploy", "sweeps", file);
        }
        throw new DirectoryNotFoundException("The tests run inside the checkout.");
    }
}
