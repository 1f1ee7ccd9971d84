using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class VirtualLabTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ThousandTrials_OnVirtualTime(int seed)
    {
        var lab = new VirtualLab(seed, agentCount: 12, slots: 2);
        var sweep = lab.Life.Submit(Some.Spec(
            lrs: [.. Enumerable.Range(1, 248).Select(i => i / 1000.0), 5, 1e10], epochs: [1, 2, 3, 5], maxAttempts: 20));
        Disturb(lab, seed);

        for (var steps = 1; !lab.Life.State.IsFinished(lab.Life.State.Sweep(sweep.Name)!); steps++)
        {
            Assert.True(lab.Now < 100_000, "the sweep does not end");
            lab.Step();
            if (steps % 200 == 0)
                Assert.Equal([], Invariants.Check(lab.Life.State));
        }

        Check(lab.Life.State);
        output.WriteLine($"{lab.Now:0} virtual seconds, {lab.Restarts} coordinator restarts, {lab.Life.State.LastLease} leases, {lab.EpochsTrained} epochs trained for {lab.Life.State.Sweep(sweep.Name)!.Runs.Sum(run => run.Curve.Count)}");
    }

    [Fact]
    public void RunsWhoseReportsWait_KeepTheirLeasesAndAreNotTrainedAgain()
    {
        var lab = new VirtualLab(seed: 4, agentCount: 4, slots: 2);
        var sweep = lab.Life.Submit(Some.Spec(lrs: [.. Enumerable.Range(1, 40).Select(i => i / 1000.0)], epochs: [3], maxAttempts: 20));
        lab.After(30, () => lab.StoreWorks = false);
        lab.After(30 + (20 * Life.Terms.Lease.TotalSeconds), () => lab.StoreWorks = true);

        while (!lab.Life.State.IsFinished(lab.Life.State.Sweep(sweep.Name)!))
        {
            Assert.True(lab.Now < 100_000, "the sweep does not end");
            lab.Step();
        }

        Assert.DoesNotContain(lab.Life.State.Leases, lease => lease.Outcome is Outcome.AgentLost);
        Assert.Equal(120, lab.Life.State.Sweep(sweep.Name)!.Runs.Sum(run => run.Curve.Count));
        Assert.InRange(lab.EpochsTrained, 120, 120 + lab.Life.State.Leases.Count(lease => lease.Outcome is Outcome.TrainerCrashed));
    }

    private static void Disturb(VirtualLab lab, int seed)
    {
        var random = new Random(seed * 7919);
        lab.After(20, () => Again(20));

        void Again(double every)
        {
            var agent = lab.Agents[random.Next(lab.Agents.Count)];
            switch (random.Next(5))
            {
                case 0: lab.RestartCoordinator(); break;
                case < 3: agent.Kill(random.NextDouble() * 90); break;
                default: agent.Stall(random.NextDouble() * 90); break;
            }
            lab.After(every * random.NextDouble(), () => Again(every));
        }
    }

    /// <summary>Every trial has the one result that an undisturbed training gives.</summary>
    private static void Check(CoordinatorState state)
    {
        Assert.Equal([], Invariants.Check(state));
        var sweep = state.Sweeps.Single();
        Assert.Equal(1000, sweep.Trials.Count);
        Assert.All(sweep.Trials, trial =>
        {
            var parameters = trial.Trial.Hyperparameters.Shared;
            var curve = Enumerable.Range(1, 5).Select(epoch => Some.Metrics(parameters, epoch)).ToList();
            var last = parameters.LearningRate > 1 ? Math.Min(2, trial.Epochs) : trial.Epochs;
            var expected = parameters.LearningRate > 1 && trial.Epochs > 1 ? TrialState.Diverged : TrialState.Completed;
            Assert.Equal(expected, CoordinatorState.TrialStateOf(trial));
            Assert.Equal(sweep.Spec.Objective.ResultAt(curve, last), CoordinatorState.ResultOf(trial));
        });
    }
}
