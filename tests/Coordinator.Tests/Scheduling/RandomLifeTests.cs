using CsCheck;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Simulation;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class RandomLifeTests
{
    private static readonly Gen<(int, int, int)[]> Steps = Gen.Select(Gen.Int[0, 31], Gen.Int[0, 255], Gen.Int[0, 255]).Array[0, 120];

    [Fact]
    public void Invariants_HoldUnderRandomEvents() => Steps.Sample(steps =>
    {
        var random = new RandomLife();
        foreach (var step in steps)
        {
            random.Step(step);
            Assert.Equal([], Invariants.Check(random.Life.State));
        }
        Assert.Equal(0, random.Life.State.Orphans);
    }, iter: 150);

    [Fact]
    public void Replay_EqualsLife() => Steps.Sample(steps =>
    {
        var random = new RandomLife();
        foreach (var step in steps.Where(step => step.Item1 != 7))
            random.Step(step);

        Assert.Equal(StateText.WithSpaces(random.Life.State), StateText.WithSpaces(CoordinatorState.Replay(random.Life.Events)));
    }, iter: 150);

    [Fact]
    public void EveryUnfinishedTrial_HasAPathToTheEnd() => Steps.Sample(steps =>
    {
        var random = new RandomLife();
        foreach (var step in steps)
            random.Step(step);

        random.Finish();

        Assert.All(random.Life.TrialStates(), s => Assert.True(s is TrialState.Completed or TrialState.Diverged, $"{s}"));
    }, iter: 150);

    [Fact]
    public void NoEpochIsRecordedTwice_AndNoneIsSkipped() => Steps.Sample(steps =>
    {
        var random = new RandomLife();
        foreach (var step in steps)
            random.Step(step);

        foreach (var run in random.Life.Events.OfType<EpochRecorded>().GroupBy(e => e.Run))
            Assert.Equal(Enumerable.Range(1, run.Count()), run.Select(e => e.Metrics.Epoch));
    }, iter: 150);

    /// <summary>The decision reckons with a failure before it is a fact, the state counts it afterwards: both must come to the same.</summary>
    [Fact]
    public void WhatIsDecidedAboutAFailure_IsWhatTheStateCountsOfIt() => Steps.Sample(steps =>
    {
        var random = new RandomLife();
        foreach (var step in steps)
        {
            random.Step(step);
            foreach (var ended in random.Life.Latest.OfType<LeaseEnded>())
                CheckPolicy(random.Life, ended);
        }
    }, iter: 150);

    private static void CheckPolicy(Life life, LeaseEnded ended)
    {
        var (run, agent) = (life.State.Run(ended.Run)!, life.State.Agent(life.State.Lease(ended.Lease)!.Agent)!);
        var most = run.Sweep.Spec.MaxAttempts;
        var failed = life.Latest.OfType<RunFailed>().Any(e => e.Run == ended.Run);
        if (ended.Outcome.IsCrash() && (run.Open || failed))
            Assert.Equal(failed, run.Tally.Crashes >= most || run.Tally.AllCrashes >= most * Recovery.CanaryAllowance);
        if (ended.Outcome is Outcome.OutOfMemory && failed)
            Assert.True(run.Tally.MemoryFailures >= most && run.IsTooBigFor(agent));
        if (ended.AgentsOwn)
            Assert.NotNull(run.Sweep.BarOf(agent));
        Assert.False(ended.AgentsOwn && failed);
        foreach (var quarantined in life.Latest.OfType<AgentQuarantined>())
            Assert.True(life.State.Agent(quarantined.Agent)!.Tally.FailingRuns.Count >= AgentHealth.FailingRuns);
    }
}
