using Sweep.Coordinator.Explaining;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Explaining;

/// <summary>Each state that a sweep, a trial or an agent can be in is told in words that follow from it.</summary>
public sealed class ExplanationTests
{
    private readonly Life life = new();
    private bool live = true;
    private bool draining;

    private ExplanationView Of(string name, ExplainedKind? kind = null) => Asked(name, kind).View!;

    private Explanation Asked(string name, ExplainedKind? kind = null) =>
        Explanation.Of(name, kind, life.State, new(life.Now, live, draining, life.Online.Contains));

    private ExplanationView OfTrial(int place = 0, string sweep = "some") => Of(TrialAt(place, sweep).Id.Value);

    private SweepTrial TrialAt(int place = 0, string sweep = "some") => life.State.Sweep(sweep)!.Trials[place];

    private void Join(string agent, int slots = 1)
    {
        life.Register(agent, slots);
        life.Online.Add(agent);
    }

    [Fact]
    public void TrialThatWaits_IsToldWhatItWaitsFor()
    {
        life.Submit(Some.Spec());
        live = false;
        Says("waits. No coordinator is running for this home.", "`sweep resume some` trains it here", OfTrial());

        live = true;
        Says("No agent has ever joined this coordinator.", "when an agent joins", OfTrial());

        life.Register("a");
        Says("No agent is here: a, the only one that ever was, is not heard.", "when an agent joins", OfTrial());

        life.Online.Add("a");
        Says(
            "The only agent here, a, has a free slot. It is the next to be given out.",
            "Nothing has to: a free slot asks at least every 10 seconds.", OfTrial());
        Assert.Equal((ExplainedKind.Trial, "some", "pending"), (OfTrial().Kind, OfTrial().Sweep, OfTrial().State));

        draining = true;
        Says("The coordinator is draining, so no work is given out.", "when the drain is called off", OfTrial());
    }

    [Fact]
    public void TrialBehindOthers_IsToldHowMany()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3]));
        life.Submit(Some.Spec(name: "second", lrs: [0.1, 0.2]));
        Join("a");
        life.Assigned("a");

        Says("a, has its slot at work. 1 run of its sweep with as many epochs left or more goes first.", "when a slot is free", OfTrial(2));
        Says("2 runs of older sweeps and 1 of its own with as many epochs left or more go first.", "more slots", OfTrial(1, "second"));
        Says("2 runs of older sweeps go first.", "more slots", OfTrial(0, "second"));
    }

    [Fact]
    public void TrialInTraining_IsToldWhereAndWhyThere_AndWhenItsAgentIsNotHeard()
    {
        life.Submit(Some.Spec(epochs: [1, 3]));
        Join("a");
        var lease = life.Assigned("a")!.Lease;
        Says("0 of its 3 epochs are recorded, and its trainer is still loading.", "after 3 more epochs", OfTrial(1));
        life.Start(lease);
        life.Epoch(lease, 1);
        life.Now += TimeSpan.FromSeconds(90);

        Says(
            "is in training on slot 0 of agent a since 1:30 min, attempt 1: 1 of its 3 epochs are recorded. That slot asked while free, and "
            + "this was the run to give: of the oldest sweep with runs that wait, the one with most epochs left (3).",
            "It has its result after 2 more epochs.", OfTrial(1));
        Assert.Contains("trains 2 trials at once, to epoch 3.", OfTrial(1).Why, StringComparison.Ordinal);
        Says("is complete: valAccuracy", null, OfTrial());

        life.Online.Clear();
        Says("Agent a is not heard.", "its lease ends, and the run goes on from its last checkpoint", OfTrial(1));

        live = false;
        Says("waits after 1 of 3 epochs. Its attempt 1, on slot 0 of agent a, was not over when the coordinator ended.", "`sweep resume", OfTrial(1));
        Assert.Equal("pending", OfTrial(1).State);
    }

    [Fact]
    public void RunThatGoesOnElsewhere_IsToldFromWhere_AndWhatWentBefore()
    {
        life.Submit(Some.Spec());
        Join("a");
        var first = life.Assigned("a")!.Lease;
        life.Start(first);
        life.Epoch(first, 1);
        life.End(first, Outcome.TrainerCrashed, "The trainer ended with signal 9.\nits last words");
        life.Now += TimeSpan.FromSeconds(5);
        Says(
            "waits after 1 of 2 epochs. Its attempt 1 ended 5 s ago on slot 0 of agent a: crashed (The trainer ended with signal 9), "
            + "which counts: 1 of maxAttempts 3.", "Nothing has to", OfTrial());

        Join("b");
        Says(
            "Of 2 agents here, a failed with it lately and leaves it to the others for 5 minutes and b has a free slot.",
            "Nothing has to", OfTrial());
        life.Assigned("b");
        Says(
            "the one with most epochs left (1), which had failed on a and goes to others first; it went on from the checkpoint after epoch 1.",
            "1 more epoch.", OfTrial());
    }

    [Fact]
    public void LosingAnAgent_IsToldAsCostingNothing()
    {
        life.Submit(Some.Spec());
        Join("a");
        life.Assigned("a");
        life.Send(new LoseAgent("a", life.Incarnation("a")));

        Says("agent lost (Agent a is gone), which costs it nothing.", "Nothing has to", OfTrial());
    }

    [Fact]
    public void TrialWithoutDataAnywhere_IsToldWhatEachAgentLacks()
    {
        life.Submit(Some.Spec());
        Join("bare");
        life.Report(life.Assigned("bare")!.Lease, new RunEnded(Outcome.BadConfiguration, "CIFAR-10 is not in /data; fetch it.", AgentsOwn: true));

        Says("bare, cannot train this sweep (CIFAR-10 is not in /data; fetch it).", "It starts when an agent has the data of", OfTrial());
        Says("Nobody trains it: the only agent here, bare, cannot train this sweep", "has the data of", Of("some"));
        Says("It gets no run of some: CIFAR-10 is not in /data; fetch it.", "Mend the data of", Of("bare"));
    }

    [Fact]
    public void FailingAgent_IsToldWhyItIsInQuarantine_AndWhenItGetsTheNextRun()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]));
        Join("good");
        life.TrainOne("good");
        Join("bad");
        life.End(life.Assigned("bad")!.Lease, Outcome.TrainerCrashed);
        Says("1 run has failed on it since one last succeeded there; 3 in a row put it into quarantine", null, Of("bad"));
        for (var i = 1; i < AgentHealth.FailingRuns; i++)
            life.End(life.Assigned("bad")!.Lease, Outcome.TrainerCrashed);
        life.Now += TimeSpan.FromSeconds(10);

        Says(
            "It is in quarantine: 3 different runs in a row failed on agent bad while agent good trains; it gets one run at a time until one "
            + "succeeds; the next one comes in 20 s, and the wait doubles with each that fails.",
            "readmitted by the first run that succeeds there", Of("bad"));
        Assert.Equal("quarantined", Of("bad").State);
        life.Online.Remove("good");
        Says("The only agent here, bad, is in quarantine and gets its next run in 20 s.", "`sweep explain bad` says why", OfTrial(5));
        Says("Nobody trains it: the only agent here, bad, is in quarantine", "`sweep explain bad`", Of("some"));
    }

    [Fact]
    public void AgentThatAPersonHolds_IsToldWithWhatTakesItBack()
    {
        life.Submit(Some.Spec());
        Join("a");
        life.Send(new HoldAgent("a", AgentHold.Paused, "lent out"));

        Says("The only agent here, a, is paused by a person (lent out); `sweep agents resume a` gives it runs again.", "`sweep agents resume a`", OfTrial());
        Says("It gets no runs: paused by a person (lent out)", "`sweep agents resume a`", Of("a"));
    }

    [Fact]
    public void DivergedTrial_IsToldAsAResult()
    {
        life.Submit(Some.Spec(lrs: [10]));
        Join("a");
        life.TrainOne("a");

        Says(
            "diverged: the loss was not finite in epoch 2, recorded just now from slot 0 of agent a in attempt 1. That is a result and no "
            + "failure: training is deterministic, so it is not tried again.", null, OfTrial());
        Says("1 diverged. Every trial has its result: nothing is left to train.", null, Of("some"));
    }

    [Fact]
    public void TrialOutOfAttempts_IsToldTheCauseTheRuleAndTheRemedy()
    {
        life.Submit(Some.Spec(maxAttempts: 2));
        Join("a");
        life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed, "no kernel image");
        life.End(life.Assigned("a")!.Lease, Outcome.TrainerCrashed, "no kernel image");

        Says(
            "failed: TrainerCrashed in 2 attempts, the last on agent a: no kernel image. It was given up after 2 crashes; the sweep's "
            + "maxAttempts is 2.", "`sweep retry --failed some` gives it a fresh set of attempts.", OfTrial());
        Says("1 failed. Nothing is left to train, and 1 run was given up because: TrainerCrashed", "`sweep retry --failed some`", Of("some"));
        Assert.Equal("failed", Of("some").State);
    }

    [Fact]
    public void CancelledSweep_AndATrialThatLeftTheGrid_AreToldApart()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        Join("a");
        life.TrainOne("a");
        var (trained, dropped) = (TrialAt(0), TrialAt(1));
        life.Send(new CancelSweep("some"));
        Says("is cancelled with its sweep; nothing of it was trained.", "`sweep resume some`", Of(dropped.Id.Value));
        Says("1 completed and 1 cancelled. It was cancelled by a person", "`sweep resume some`", Of("some"));

        life.Submit(Some.Spec(lrs: [0.3]));
        Says("is not wanted any more: the sweep file submitted last does not have it in the grid", "goes on from there", Of(dropped.Id.Value));
        Says("A later sweep file no longer has it in the grid; its result stays in the database.", null, Of(trained.Id.Value));
    }

    [Fact]
    public void SweepAtWork_IsToldWhoTrainsAndWhatComesNext()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2]));
        Join("a");
        life.Start(life.Assigned("a")!.Lease);

        Says(
            "has 2 trials in 2 runs: 1 in training and 1 waiting. 1 run is in training on a. The next of 1 run that waits: The only agent here, "
            + "a, has its slot at work. It is the next to be given out.", "when a slot is free", Of("some"));
        Assert.Equal("running", Of("some").State);
        Says("Slot 0 trains run", null, Of("a"));
    }

    [Fact]
    public void IdleAgent_IsToldWhy()
    {
        Join("a");
        Says("Agent a on host, 1 slot, registered just now and is here. It is idle because no run waits.", null, Of("a"));
        life.Submit(Some.Spec());
        Says("It is idle while 1 run waits: it gets one when it asks.", null, Of("a"));
        draining = true;
        Says("It is idle because the coordinator is draining.", null, Of("a"));
        life.Online.Clear();
        Says("is not heard.", "Start it again on host", Of("a"));
    }

    [Fact]
    public void UnknownName_IsToldTheNearestOne_AndAmbiguousOnesAreAskedAbout()
    {
        life.Submit(Some.Spec(name: "digits", lrs: [0.1, 0.2]));
        Join("box-1");

        Assert.Equal("There is no sweep, agent or trial 'digitz' in this home; did you mean 'digits'?", Asked("digitz").Refusal);
        Assert.Equal("There is no agent 'bx-1' in this home; did you mean 'box-1'?", Asked("bx-1", ExplainedKind.Agent).Refusal);
        Assert.Equal(
            "There is no sweep, agent or trial 'zzz' in this home; `sweep status` lists the sweeps, `sweep agents` the agents and "
            + "`sweep results` the trials.", Asked("zzz").Refusal);
        Assert.Null(Asked("digits", ExplainedKind.Agent).View);

        Join("digits");
        Assert.Equal("'digits' is a sweep and an agent: say which with --kind sweep or --kind agent.", Asked("digits").Refusal);
        Assert.Equal(ExplainedKind.Agent, Of("digits", ExplainedKind.Agent).Kind);
    }

    [Fact]
    public void TrialIsFound_ByTheBeginningOfItsId_OrOfItsRuns()
    {
        life.Submit(Some.Spec(lrs: [0.1, 0.2], epochs: [1, 2]));
        var trial = TrialAt(3);

        Assert.Equal(trial.Id.Value, Of(trial.Id.Value[..12]).Name);
        Assert.Equal(trial.Run.Trials.MaxBy(one => one.Epochs)!.Id.Value, Of(trial.Run.Id.Value).Name);
        Assert.Null(Asked("").View);
    }

    [Fact]
    public void RandomLives_LeaveNothingWithoutAnExplanation()
    {
        var random = new RandomLife();
        var drawn = new Random(7);
        for (var step = 0; step < 400; step++)
        {
            random.Step((drawn.Next(30), drawn.Next(1000), drawn.Next(1000)));
            foreach (var here in new[] { Surroundings.AtRest(random.Life.Now), new(random.Life.Now, true, false, random.Life.Online.Contains) })
                Assert.All(Names(random.Life.State), name => Assert.EndsWith(
                    ".", Explanation.Of(name, null, random.Life.State, here).View!.Why, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<string> Names(CoordinatorState state) =>
    [
        .. state.Sweeps.Select(sweep => sweep.Name), .. state.Agents.Select(agent => agent.Name),
        .. state.Sweeps.SelectMany(sweep => sweep.EveryTrial).Select(trial => trial.Id.Value),
    ];

    private static void Says(string why, string? change, ExplanationView view)
    {
        Assert.Contains(why, view.Why, StringComparison.Ordinal);
        if (change is null)
            Assert.Null(view.Change);
        else
            Assert.Contains(change, view.Change, StringComparison.Ordinal);
    }
}
