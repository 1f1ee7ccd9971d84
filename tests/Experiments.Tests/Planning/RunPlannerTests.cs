using CsCheck;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Tests.Planning;

public class RunPlannerTests
{
    [Fact]
    public void TrialsThatDifferOnlyInEpochs_ShareARun()
    {
        var spec = Some.Sweep(lr: new Choice([0.1, 0.2, 0.3]), epochs: new Choice([3, 1, 2]));
        var trials = Sampling.Trials(spec).Trials;

        var runs = RunPlanner.Runs(spec, trials);

        Assert.Equal([0.1, 0.2, 0.3], runs.Select(r => r.Parameters.LearningRate));
        Assert.All(runs, run => Assert.Equal([1, 2, 3], run.Milestones.Select(m => m.Epochs)));
        Assert.Equal(new PlanSummary(Trials: 9, Runs: 3, EpochsIfAlone: 18, EpochsPlanned: 9), PlanSummary.Of(trials, runs));
    }

    [Fact]
    public void WithoutSharing_EveryTrialIsARun()
    {
        var spec = Some.Sweep(lr: new Choice([0.1, 0.2]), epochs: new Choice([1, 3]), sharing: false);
        var trials = Sampling.Trials(spec).Trials;

        var runs = RunPlanner.Runs(spec, trials);

        Assert.Equal([(0.1, 1), (0.1, 3), (0.2, 1), (0.2, 3)], runs.Select(r => (r.Parameters.LearningRate, r.Epochs)));
        Assert.Equal(4, runs.Select(r => r.Id).Distinct().Count());
        Assert.Equal(new PlanSummary(4, 4, 8, 8), PlanSummary.Of(trials, runs));
    }

    [Fact]
    public void EveryTrial_IsAMilestoneOfExactlyOneRun() => Some.Specs.Sample(spec =>
    {
        var trials = Sampling.Trials(spec).Trials;

        var runs = RunPlanner.Runs(spec, trials);

        Assert.Equal(runs.Length, runs.Select(r => r.Id).Distinct().Count());
        Assert.All(runs, run => Assert.Equal(run.Milestones.OrderBy(m => m.Epochs), run.Milestones));
        Assert.Equal(
            trials.Select(t => t.TrialOf(spec.Name).Value).Order(),
            runs.SelectMany(run => run.Milestones.Select(m => run.Parameters.For(m.Epochs).TrialOf(spec.Name).Value)).Order());
        Assert.Equal(trials.Select(t => t.TrialOf(spec.Name).Value).Order(), runs.SelectMany(r => r.Milestones).Select(m => m.Trial.Value).Order());
    }, iter: 30);

    [Fact]
    public void MillionTrials_BecomeAThousandRuns()
    {
        var spec = Some.Sweep(lr: new Linear(1, 2, 1000), epochs: new Integers(1, 1000, 1));
        var trials = Sampling.Trials(spec).Trials;

        Assert.Equal(new PlanSummary(1_000_000, 1000, 500_500_000, 1_000_000), PlanSummary.Of(trials, RunPlanner.Runs(spec, trials)));
    }
}
