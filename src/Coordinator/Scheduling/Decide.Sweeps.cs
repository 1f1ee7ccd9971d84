using Sweep.Coordinator.Journal;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

internal sealed partial class Decide
{
    private void On(SubmitSweep command)
    {
        if (!TryPlan(command.Spec, command.Source, out var submission))
            return;
        var (sweep, plan, view) = submission;
        if (view.PinnedCode is not null)
        {
            Do(new Answer(new Declined(SpecChange.OfCode(plan.Spec.Name))));
            return;
        }
        if (command.Confirmed is false && submission.Question is { } question)
        {
            Do(new Answer(new Unconfirmed(question)));
            return;
        }
        if (sweep is null || sweep.Spec != plan.Spec || sweep.Source != command.Source)
            Record(new SweepSubmitted(plan.Spec, command.Source) { At = now, By = command.By });
        if (sweep is { Cancelled: true })
            Record(new SweepResumed(sweep.Name) { At = now, By = command.By });
        if (sweep is not null)
            RevokeWhatIsNotPlanned(sweep, plan);
        if (view.OpenTrials > 0)
            Do(new Broadcast(new WorkAvailable()));
        Do(new Answer(view));
    }

    private void On(PreviewSweep question)
    {
        if (TryPlan(question.Spec, "", out var submission))
            Do(new Answer(submission.View));
    }

    private bool TryPlan(SweepSpec spec, string source, out Submission submission)
    {
        try
        {
            SpecRules.Check(spec);
            SpecRules.CheckSource(source);
            submission = Submission.Of(state, spec);
            return true;
        }
        catch (BadInputException bad)
        {
            submission = null!;
            Do(new Answer(new Declined(bad.Message)));
            return false;
        }
    }

    private void RevokeWhatIsNotPlanned(SweepState sweep, SweepPlan plan)
    {
        var epochs = plan.Runs.ToDictionary(run => run.Id, run => run.Epochs);
        foreach (var lease in LeasesOf(sweep))
        {
            if (lease.Run.Curve.Count >= epochs.GetValueOrDefault(lease.Run.Id))
                RevokeAtOnce(lease, $"Sweep {sweep.Name} was submitted again without what this run still trains.");
        }
    }

    private void On(CancelSweep command)
    {
        if (SweepOrDecline(command.Sweep) is not { } sweep)
            return;
        if (!sweep.Cancelled)
        {
            Record(new SweepCancelled(sweep.Name) { At = now, By = command.By });
            foreach (var lease in LeasesOf(sweep))
                RevokeAtOnce(lease, $"Sweep {sweep.Name} was cancelled.");
        }
        Do(new Answer(new Done()));
    }

    private void On(ResumeSweep command)
    {
        if (SweepOrDecline(command.Sweep) is not { } sweep)
            return;
        if (sweep.Cancelled)
        {
            Record(new SweepResumed(sweep.Name) { At = now, By = command.By });
            Do(new Broadcast(new WorkAvailable()));
        }
        Do(new Answer(new Done()));
    }

    private void On(RetryFailed command)
    {
        if (SweepOrDecline(command.Sweep) is not { } sweep)
            return;
        var failed = sweep.Runs.Where(run => run.FailedCause is not null && !run.Done).ToList();
        if (failed.Count > 0)
        {
            Record(new RunsRetried(sweep.Name, [.. failed.Select(run => run.Id)]) { At = now, By = command.By });
            Do(new Broadcast(new WorkAvailable()));
        }
        var trials = failed.Sum(run => run.Trials.Count(t => t.InGrid && CoordinatorState.TrialStateOf(t) is TrialState.Failed));
        Do(new Answer(new Retried(trials)));
    }

    private SweepState? SweepOrDecline(string name)
    {
        var sweep = state.Sweep(name);
        if (sweep is null)
            Do(new Answer(new Declined($"There is no sweep '{name}' here; 'sweep status' lists those there are.")));
        return sweep;
    }

    private List<LeaseState> LeasesOf(SweepState sweep) => [.. state.ActiveLeases.Where(lease => lease.Run.Sweep == sweep)];
}
