using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class SweepTests
{
    private readonly Life life = new();

    private object Answer(Command command) => life.Send(command).OfType<Answer>().Single().Value;

    [Fact]
    public void ASubmission_SaysWhatItComesTo()
    {
        Assert.Equal(new SubmitView("some", 4, 4, 0, 4, 4), Answer(new SubmitSweep(Some.Spec(lrs: [0.1, 0.2], epochs: [1, 2]), "text")));
    }

    [Fact]
    public void TheSameSubmissionAgain_JournalsNothing()
    {
        life.Submit(Some.Spec());

        Assert.Equal(new SubmitView("some", 1, 0, 0, 1, 2), Answer(new SubmitSweep(Some.Spec(), "")));
        Assert.Single(life.Events);
    }

    [Fact]
    public void ACompleteSweep_HasNothingOpen()
    {
        life.Submit(Some.Spec());
        life.Register("a");
        life.TrainOne("a");

        Assert.Equal(new SubmitView("some", 1, 0, 0, 0, 0), Answer(new SubmitSweep(Some.Spec(), "")));
    }

    [Fact]
    public void AnExtension_KeepsEveryCurveAndOpensOnlyTheDifference()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2], epochs: [1, 2]));
        life.Register("a");
        life.TrainOne("a");
        life.TrainOne("a");

        var view = Answer(new SubmitSweep(Some.Spec(lrs: [0.1, 0.2, 0.3], epochs: [1, 2, 5]), ""));

        Assert.Equal(new SubmitView("some", 9, 5, 0, 5, 3 + 3 + 5) { TrainedBy = "0.1" }, view);
        Assert.Equal(0.3, life.Assigned("a")!.Order.Parameters.LearningRate);
        life.Register("b");
        Assert.Equal((0.1, 2, 5), (life.Assigned("b")!.Order is var o ? (o.Parameters.LearningRate, o.FromEpoch, o.ToEpoch) : default));
    }

    [Fact]
    public void WhatIsNotInTheGridAnyMore_IsRemembered()
    {
        var sweep = life.Submit(Some.Spec(lrs: [0.1, 0.2], epochs: [1]));
        life.Register("a");
        life.TrainOne("a");

        var view = Answer(new SubmitSweep(Some.Spec(lrs: [0.2], epochs: [1]), ""));

        Assert.Equal(new SubmitView("some", 1, 0, 1, 1, 1) { RemovedResults = 1, TrainedBy = "0.1" }, view);
        var removed = sweep.EveryTrial.Single(trial => !trial.InGrid);
        Assert.Equal((0.1, TrialState.Completed), (removed.Trial.Hyperparameters.LearningRate, CoordinatorState.TrialStateOf(removed)));
        Assert.Equal(0.2, life.Assigned("a")!.Order.Parameters.LearningRate);
    }

    [Fact]
    public void WhatComesBackIntoTheGrid_HasItsResultStill()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2], epochs: [1]));
        life.Register("a");
        life.TrainOne("a");
        life.Submit(Some.Spec(lrs: [0.2], epochs: [1]));

        life.Submit(Some.Spec(lrs: [0.2, 0.1], epochs: [1]));

        Assert.Equal([TrialState.Pending, TrialState.Completed], life.TrialStates());
        Assert.Empty(Invariants.Check(life.State));
    }

    [Fact]
    public void ARunThatIsNotPlannedAnyMore_IsStopped()
    {
        life.Submit(Some.Spec(lrs: [0.1]));
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;

        var effects = life.Send(new SubmitSweep(Some.Spec(lrs: [0.2]), ""));

        Assert.Contains(effects, e => e is SendTo { Agent: "a", Message: RevokeLease });
        Assert.Equal(Outcome.Cancelled, life.State.Lease(lease)!.Outcome);
    }

    [Fact]
    public void ALeaseLongerThanTheGridNowIs_EndsWithTheGrid()
    {
        life.Submit(Some.Spec(epochs: [5]));
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.Start(lease);
        life.Epoch(lease, 1);
        life.Submit(Some.Spec(epochs: [2]));

        life.Epoch(lease, 2);

        Assert.Equal(Outcome.Cancelled, life.State.Lease(lease)!.Outcome);
        Assert.Equal([TrialState.Completed], life.TrialStates());
    }

    [Fact]
    public void BeforeResultsLeaveTheGrid_TheCoordinatorAsks_AndDoesNothing()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2], epochs: [1]));
        life.Register("a");
        life.TrainOne("a");
        var without = Some.Spec(lrs: [0.2], epochs: [1]);

        var question = Assert.IsType<Unconfirmed>(Answer(new SubmitSweep(without, "", Confirmed: false))).Question;

        Assert.Equal("This would take 1 of 2 trials of sweep 'some' out of its grid although they have results (0 added, 1 kept, 1 removed; results stay in the database).", question);
        Assert.Empty(life.Latest);
        Assert.Equal(new SubmitView("some", 1, 0, 1, 1, 1) { RemovedResults = 1, TrainedBy = "0.1" }, Answer(new PreviewSweep(without)));
        Assert.Empty(life.Latest);
        Assert.IsType<SubmitView>(Answer(new SubmitSweep(without, "", Confirmed: true)));
    }

    [Fact]
    public void WhatHasNoResultYet_LeavesWithoutAQuestion()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2], epochs: [1]));

        Assert.IsType<SubmitView>(Answer(new SubmitSweep(Some.Spec(lrs: [0.2], epochs: [1]), "", Confirmed: false)));
    }

    /// <summary>The same sweep file before and after points were rounded: the trials, their ids and their bits are the ones of the journal.</summary>
    [Fact]
    public void ARangeJournalledWithAllItsDigits_GoesOnWithItsOldTrials()
    {
        var old = Range(new Log(1e-4, 1e-2, 4));
        var sweep = life.Submit(old);
        life.Register("a");
        life.TrainOne("a");
        var trials = sweep.Trials.Select(t => t.Id).ToList();
        life.Restart();

        Assert.Equal(new SubmitView("some", 4, 0, 0, 3, 3) { TrainedBy = "0.1" }, Answer(new SubmitSweep(Range(new Log(1e-4, 1e-2, 4, 6)), "", Confirmed: false)));
        Assert.Empty(life.Latest);
        Assert.Equal(new SubmitView("some", 5, 1, 0, 4, 4) { TrainedBy = "0.1" }, Answer(new SubmitSweep(Range(new Log(1e-4, 4.64159e-2, 5, 6)), "", Confirmed: false)));
        life.Restart();
        Assert.Equal(trials, life.State.Sweep("some")!.Trials.Take(4).Select(t => t.Id));
        Assert.Equal(new SubmitView("some", 5, 0, 0, 4, 4) { TrainedBy = "0.1" }, Answer(new SubmitSweep(Range(new Log(1e-4, 4.64159e-2, 5, 6)), "", Confirmed: false)));
        Assert.Empty(life.Latest);
    }

    [Fact]
    public void ARangeExtendedNearlyByAStep_IsToldHowToKeepItsPoints()
    {
        life.Submit(Range(new Log(1e-4, 1e-2, 4, 6)));
        life.Register("a");
        foreach (var _ in Enumerable.Range(0, 4))
            life.TrainOne("a");

        var question = Assert.IsType<Unconfirmed>(Answer(new SubmitSweep(Range(new Log(1e-4, 4.64e-2, 5, 6)), "", Confirmed: false))).Question;

        Assert.StartsWith("This would take 3 of 4 trials", question, StringComparison.Ordinal);
        Assert.EndsWith("To keep them write lr: { log: [0.0001, 0.0464159], count: 5 }.", question, StringComparison.Ordinal);
    }

    private static SweepSpec Range(Distribution lr) => Some.Spec(epochs: [1]) is var spec ? spec with { Space = spec.Space with { LearningRate = lr } } : spec;

    [Theory]
    [InlineData("model")]
    [InlineData("dataset")]
    [InlineData("precision")]
    [InlineData("arithmetic")]
    [InlineData("sharing")]
    public void WhatDecidesHowARunIsTrained_CannotChange(string key)
    {
        life.Submit(Some.Spec());
        var spec = Some.Spec();
        var changed = key switch
        {
            "model" => spec with { Model = new(ModelSpec.NotebookCnn) },
            "dataset" => spec with { Dataset = spec.Dataset with { Train = 100 } },
            "arithmetic" => spec with { Arithmetic = Arithmetics.LibTorch },
            "precision" => spec with { Precision = Precision.Mixed },
            _ => spec with { Sharing = false },
        };

        var declined = Assert.IsType<Declined>(Answer(new SubmitSweep(changed, "")));

        Assert.Contains(key, declined.Reason, StringComparison.Ordinal);
        Assert.Contains("another name", declined.Reason, StringComparison.Ordinal);
        Assert.Single(life.Events);
    }

    [Fact]
    public void ObjectiveAndMaxAttempts_MayChange()
    {
        life.Submit(Some.Spec());

        Assert.IsType<SubmitView>(Answer(new SubmitSweep(Some.Spec(objective: Objective.ValLoss, maxAttempts: 9), "")));
        Assert.Equal((Objective.ValLoss, 9), (life.State.Sweep("some")!.Spec is var s ? (s.Objective, s.MaxAttempts) : default));
    }

    [Fact]
    public void ACancelledSweep_StopsAndKeepsWhatItHas()
    {
        life.Submit(Some.Spec(lrs: [0.1], epochs: [1, 2]));
        life.Register("a");
        var lease = life.Assigned("a")!.Lease;
        life.Start(lease);
        life.Epoch(lease, 1);

        Assert.Equal(new Done(), Answer(new CancelSweep("some")));

        Assert.Equal([TrialState.Completed, TrialState.Cancelled], life.TrialStates());
        Assert.Null(life.Assigned("a"));
        Answer(new ResumeSweep("some"));
        Assert.Equal(1, life.Assigned("a")!.Order.FromEpoch);
    }

    [Fact]
    public void SubmittingACancelledSweepAgain_ResumesIt()
    {
        life.Submit(Some.Spec());
        life.Send(new CancelSweep("some"));

        life.Submit(Some.Spec());

        Assert.Equal([TrialState.Pending], life.TrialStates());
        Assert.IsType<SweepResumed>(life.Latest.Single());
    }

    [Fact]
    public void FailedRuns_CanBeTriedAgain()
    {
        life.Submit(Some.Spec(epochs: [1, 2], maxAttempts: 1));
        life.Register("a");
        life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed);
        Assert.Equal([TrialState.Failed, TrialState.Failed], life.TrialStates());

        Assert.Equal(new Retried(2), Answer(new RetryFailed("some")));

        life.TrainOne("a");
        Assert.Equal([TrialState.Completed, TrialState.Completed], life.TrialStates());
    }

    [Fact]
    public void AnUnknownSweep_IsDeclined() => Assert.IsType<Declined>(Answer(new CancelSweep("nothing")));
}
