using Sweep.Coordinator.Drilling.Proofs;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Tests.Drilling.Proofs;

public sealed class JournalCheckTests
{
    private static readonly SweepSpec Spec = Some.Spec(epochs: [1, 2]);
    private static readonly Run Run = SweepPlan.Of(Spec).Runs.Single();
    private static readonly Dictionary<(RunId, int), EpochMetrics?> Nothing = [];

    private static List<JournalEvent> Life(int epochs) =>
    [
        new CoordinatorStarted("0.1") { At = Some.Noon },
        new SweepSubmitted(Spec, "") { At = Some.Noon },
        new LeaseGranted(new(1), Spec.Name, Run.Id, "a", Guid.Empty, 0, 1, 0, 2) { At = Some.Noon },
        new LeaseStarted(new(1), Run.Id, Some.Provenance()) { At = Some.Noon },
        .. Enumerable.Range(1, epochs).Select(epoch => new EpochRecorded(new(1), Run.Id, Some.Metrics(Run.Parameters, epoch), null) { At = Some.Noon }),
    ];

    [Fact]
    public void AWholeJournal_HasEveryResultOnce()
    {
        var promised = new Dictionary<(RunId, int), EpochMetrics?> { [(Run.Id, 1)] = null, [(Run.Id, 2)] = Some.Metrics(Run.Parameters, 2) };
        var summary = JournalCheck.Of(Life(epochs: 2), promised);
        Assert.Equal((2, 2, 0, 0, 2, 3.0, 1, 1), (summary.Trials, summary.Results, summary.Lost, summary.Repeated, summary.EpochsRecorded, summary.TrainedSeconds, summary.CoordinatorStarts, summary.LeasesGranted));
        Assert.Empty(summary.Findings);
    }

    [Fact]
    public void ATrialWithoutResult_IsNotDone_AndNotLost()
    {
        var summary = JournalCheck.Of(Life(epochs: 1), Nothing);
        Assert.Equal((1, 1, 0), (summary.Results, summary.Open, summary.Lost));
        Assert.Equal("1 of 2 trials have no result: 1 running.", Assert.Single(summary.Findings));
    }

    [Fact]
    public void AnEpochThatIsRecordedTwice_IsRepeated()
    {
        var events = Life(epochs: 2);
        var summary = JournalCheck.Of([.. events, events[^1]], Nothing);
        Assert.Equal(1, summary.Repeated);
        Assert.Contains("recorded twice", Assert.Single(summary.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void APromiseThatIsNotInTheJournal_IsLost()
    {
        var summary = JournalCheck.Of(Life(epochs: 2), new Dictionary<(RunId, int), EpochMetrics?> { [(Run.Id, 3)] = null });
        Assert.Equal(1, summary.Lost);
        Assert.Contains("Epoch 3", Assert.Single(summary.Findings), StringComparison.Ordinal);
    }

    [Fact]
    public void AnAcceptedEpochWithOtherMetrics_IsBroken()
    {
        var other = Some.Metrics(Run.Parameters, 2) with { ValLoss = 7 };
        Assert.Contains("accepted as", Assert.Single(JournalCheck.Of(Life(epochs: 2), new Dictionary<(RunId, int), EpochMetrics?> { [(Run.Id, 2)] = other }).Findings), StringComparison.Ordinal);
    }
}
