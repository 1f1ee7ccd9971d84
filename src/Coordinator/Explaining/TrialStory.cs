using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Explaining;

/// <summary>Why a trial stands as it does.</summary>
internal static class TrialStory
{
    public static ExplanationView Of(SweepTrial trial, CoordinatorState state, Surroundings here)
    {
        // What a coordinator that is gone had given out is trained by nobody.
        var trialState = CoordinatorState.TrialStateOf(trial) is TrialState.Running && !here.Live
            ? TrialState.Pending : CoordinatorState.TrialStateOf(trial);
        var (sentences, change) = trialState switch
        {
            TrialState.Completed => (Completed(trial, state, here.Now), null),
            TrialState.Diverged => (Diverged(trial, state, here.Now), null),
            TrialState.Failed => Failed(trial),
            TrialState.Cancelled => Cancelled(trial),
            TrialState.Running => Running(trial, trial.Run.CurrentLease!, here),
            _ => Pending(trial, state, here),
        };
        return new(
            ExplainedKind.Trial, trial.Id.Value, trial.Run.Sweep.Name, trialState.ToString().ToLowerInvariant(),
            $"Trial {trial.Id} of {trial.Run.Sweep.Name} ({Of(trial.Trial.Hyperparameters)}) {string.Join(' ', sentences)}", change);
    }

    private static string Of(Hyperparameters point) => ParametersText.Of(point, ", ");

    private static List<string> Completed(SweepTrial trial, CoordinatorState state, DateTimeOffset now)
    {
        var objective = trial.Run.Sweep.Spec.Objective;
        var value = Numbers.Measure(CoordinatorState.ResultOf(trial)!.Values[objective.Metric]);
        List<string> told =
        [
            $"is complete: {objective.Metric} {value} after epoch {trial.Epochs}, recorded "
                + $"{Phrases.Ago(CoordinatorState.FinishedAt(trial), now)}{By(state.LeaseOf(trial))}.",
        ];
        if (state.LeaseOf(trial) is { } lease)
            told.Add(Given(lease));
        if (!trial.InGrid)
            told.Add("A later sweep file no longer has it in the grid; its result stays in the database.");
        return told;
    }

    private static List<string> Diverged(SweepTrial trial, CoordinatorState state, DateTimeOffset now) =>
    [
        $"diverged: {Why(trial.Run.Curve)} in epoch {trial.Run.Curve.Count}, recorded "
            + $"{Phrases.Ago(CoordinatorState.FinishedAt(trial), now)}{By(state.LeaseOf(trial))}.",
        "That is a result and no failure: training is deterministic, so it is not tried again.",
        .. state.LeaseOf(trial) is { } lease ? [Given(lease)] : Array.Empty<string>(),
    ];

    private static string Why(Curve curve) => curve.Last?.Metrics switch
    {
        { DivergedByRule: true, Values: var values } when values.All(metric => double.IsFinite(metric.Value)) =>
            "the sweep's divergedWhen held",
        { DivergedByRule: true } => "the objective was not finite",
        _ => "the loss was not finite",
    };

    private static string By(LeaseState? lease) =>
        lease is null ? "" : FormattableString.Invariant($" from {Phrases.Slot(lease)} in attempt {lease.Attempt}");

    private static (List<string>, string?) Failed(SweepTrial trial)
    {
        var (run, most) = (trial.Run, trial.Run.Sweep.Spec.MaxAttempts);
        List<string> told = [$"failed: {Phrases.Quoted(run.FailedCause!)}."];
        told.Add(run.LatestLease?.Outcome switch
        {
            Outcome.BadConfiguration => "A configuration that no trainer can follow is not tried again.",
            Outcome.OutOfMemory => $"It was given up because no agent has more memory and "
                + $"{Counted.Of(run.Tally.MemoryFailures, "attempt")} failed for it; the sweep's maxAttempts is {most}.",
            _ => $"It was given up after {Counted.Of(run.Tally.AllCrashes, "crash", "crashes")}"
                + (run.Tally.CanaryCrashes > 0 ? $", {Counted.Of(run.Tally.CanaryCrashes)} of them on agents in quarantine" : "")
                + $"; the sweep's maxAttempts is {most}.",
        });
        if (run.Curve.Count > 0)
            told.Add($"What it had trained stays: epochs 1 to {run.Curve.Count} are recorded.");
        return (told, $"`sweep trial {trial.Id}` shows every attempt; when the cause is mended, `sweep retry --failed "
            + $"{run.Sweep.Name}` gives it a fresh set of attempts.");
    }

    private static (List<string>, string?) Cancelled(SweepTrial trial)
    {
        var (run, sweep) = (trial.Run, trial.Run.Sweep);
        var kept = run.Curve.Count == 0 ? "nothing of it was trained"
            : $"{Counted.Of(run.Curve.Count)} of {Counted.Of(trial.Epochs, "epoch")} are recorded and stay";
        return sweep.Cancelled && trial.InGrid
            ? ([$"is cancelled with its sweep; {kept}."], $"`sweep resume {sweep.Name}` trains the sweep to its end.")
            : ([$"is not wanted any more: the sweep file submitted last does not have it in the grid; {kept}."],
                "A sweep file that has it in the grid again goes on from there.");
    }

    private static (List<string>, string?) Running(SweepTrial trial, LeaseState lease, Surroundings here)
    {
        var (run, left) = (trial.Run, trial.Epochs - trial.Run.Curve.Count);
        List<string> told =
        [
            FormattableString.Invariant($"is in training on {Phrases.Slot(lease)} since ")
                + $"{Durations.Of(here.Now - lease.GrantedAt)}, attempt {lease.Attempt}: "
                + $"{Counted.Of(run.Curve.Count)} of its {Counted.Of(trial.Epochs, "epoch")} are recorded"
                + (lease.StartedAt is null ? ", and its trainer is still loading." : "."),
            Given(lease),
        ];
        if (Served(run) is > 1 and var served)
            told.Add($"Run {run.Id} trains {Counted.Of(served, "trial")} at once, to epoch {run.Run.Epochs}.");
        return here.IsOnline(lease.Agent)
            ? (told, $"It has its result after {Counted.Of(left, "more epoch", "more epochs")}.")
            : ([.. told, $"Agent {lease.Agent} is not heard."],
                "Where it is not heard again its lease ends, and the run goes on from its last checkpoint on another slot.");
    }

    private static (List<string>, string?) Pending(SweepTrial trial, CoordinatorState state, Surroundings here)
    {
        var run = trial.Run;
        List<string> told =
            [run.Curve.Count == 0 ? "waits." : $"waits after {Counted.Of(run.Curve.Count)} of {Counted.Of(trial.Epochs, "epoch")}."];
        if (here.Live && run.CurrentLease is { Waits: true } next)
            return (
                [.. told, FormattableString.Invariant($"It is the next on {Phrases.Slot(next)}, attempt {next.Attempt}.")],
                "It begins there when the run that is trained there now is over.");
        if (run.LatestLease is { } latest)
            told.Add(Before(latest, here.Now));
        var waiting = WaitingRun.Of(run, state, here);
        told.Add(waiting.Why);
        return (told, waiting.Change);
    }

    /// <summary>How the attempt before ended, and what was decided then.</summary>
    private static string Before(LeaseState latest, DateTimeOffset now)
    {
        if (latest.Active)
            return FormattableString.Invariant(
                $"Its attempt {latest.Attempt}, on {Phrases.Slot(latest)}, was not over when the coordinator ended.");
        var (tally, most) = (latest.Run.Tally, latest.Run.Sweep.Spec.MaxAttempts);
        var decided = latest.Outcome switch
        {
            Outcome.AgentLost => "which costs it nothing",
            Outcome.TrainerCrashed or Outcome.TimedOut => $"which counts: {tally.Crashes} of maxAttempts {most}"
                + (tally.CanaryCrashes > 0 ? $", and {tally.CanaryCrashes} on agents in quarantine are held against these first" : ""),
            Outcome.OutOfMemory => "which counts only where no agent has more memory",
            Outcome.BadConfiguration => "which is held against that agent alone",
            Outcome.CheckpointLost => "so that it goes on from the checkpoint before",
            _ => "which costs it nothing",
        };
        return FormattableString.Invariant(
                $"Its attempt {latest.Attempt} ended {Phrases.Ago(latest.EndedAt, now)} on {Phrases.Slot(latest)}: ")
            + $"{Phrases.Of(latest.Outcome!.Value)} ({Phrases.Quoted(latest.Detail)}), {decided}.";
    }

    /// <summary>Why it was that slot: the rule of <see cref="Placement"/>, with what of it applied.</summary>
    private static string Given(LeaseState lease)
    {
        var (run, from) = (lease.Run, lease.FromEpoch);
        var before = run.Leases.LastOrDefault(other => other.Attempt < lease.Attempt);
        var told = $"That slot asked while free, and this was the run to give: of the oldest sweep with runs that wait, the one with most "
            + $"epochs left ({Counted.Of(lease.ToEpoch - from)})";
        if (before?.Outcome is { } outcome && outcome.IsFailure() && before.Agent != lease.Agent)
            told += $", which had failed on {before.Agent} and goes to others first";
        return told + (from > 0 ? $"; it went on from the checkpoint after epoch {from}." : ".");
    }

    private static int Served(RunState run) => run.Trials.Count(trial => trial.InGrid);
}
