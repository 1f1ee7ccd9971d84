using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Sweeps;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

internal sealed partial class Decide
{
    private void On(SubmitSweep command)
    {
        var sweep = state.Sweep(command.Spec.Name);
        if (sweep is not null && SpecChange.Refusal(sweep.Spec, command.Spec) is { } refusal)
        {
            Do(new Answer(new Declined(refusal)));
            return;
        }
        if (!TryPlan(command.Spec, out var plan))
            return;
        if (sweep is null || sweep.Spec != command.Spec || sweep.Source != command.Source)
            Record(new SweepSubmitted(command.Spec, command.Source) { At = now });
        if (sweep is { Cancelled: true })
            Record(new SweepResumed(sweep.Name) { At = now });
        if (sweep is not null)
            RevokeWhatIsNotPlanned(sweep, plan);
        var view = View(sweep, plan);
        if (view.OpenTrials > 0)
            Do(new Broadcast(new WorkAvailable()));
        Do(new Answer(view));
    }

    private bool TryPlan(SweepSpec spec, out SweepPlan plan)
    {
        try
        {
            plan = state.PlanOf(spec);
            return true;
        }
        catch (BadInputException bad)
        {
            plan = null!;
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

    private SubmitView View(SweepState? sweep, SweepPlan plan)
    {
        var known = sweep is null ? 0 : plan.Trials.Count(t => sweep.Trial(t.TrialOf(sweep.Name)) is { InGrid: true });
        var (open, epochs) = (0, 0);
        foreach (var run in plan.Runs)
        {
            var trained = state.Run(run.Id);
            if (trained is { FailedCause: not null } or { Diverged: true })
                continue;
            var done = trained?.Curve.Count ?? 0;
            open += run.Milestones.Count(milestone => milestone.Epochs > done);
            epochs += Math.Max(0, run.Epochs - done);
        }
        return new(plan.Spec.Name, plan.Trials.Length, plan.Trials.Length - known, (sweep?.Trials.Count ?? 0) - known, open, epochs);
    }

    private void On(CancelSweep command)
    {
        if (SweepOrDecline(command.Sweep) is not { } sweep)
            return;
        if (!sweep.Cancelled)
        {
            Record(new SweepCancelled(sweep.Name) { At = now });
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
            Record(new SweepResumed(sweep.Name) { At = now });
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
            Record(new RunsRetried(sweep.Name, [.. failed.Select(run => run.Id)]) { At = now });
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
