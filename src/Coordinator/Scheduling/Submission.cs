using System.Globalization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Scheduling;

/// <summary>What the submission of a spec comes to: the plan that would be in force, and what changes by it. Changes nothing.</summary>
/// <param name="Before">The sweep of that name; null where it is a new one.</param>
/// <param name="Plan">Of the spec as it would be journalled: generated points that the sweep has already are those.</param>
internal sealed record Submission(SweepState? Before, SweepPlan Plan, SubmitView View)
{
    /// <exception cref="BadInputException">The spec asks for no trial or too many, or changes what cannot change under its
    /// name.</exception>
    public static Submission Of(CoordinatorState state, SweepSpec spec)
    {
        var before = state.Sweep(spec.Name);
        if (before is not null && SpecChange.Refusal(before.Spec, spec) is { } refusal)
            throw new BadInputException(refusal);
        var plan = state.PlanOf(before is null ? spec : Continued(before, WithItsOrigin(before, spec)));
        return new(before, plan, ViewOf(state, before, plan));
    }

    /// <summary>The question before trials with results leave the grid, and how they would stay; null where none leaves.</summary>
    public string? Question => View.RemovedResults == 0 ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"This would take {View.RemovedResults} of {Before!.Trials.Count} trials of sweep '{View.Sweep}' out of its grid although they "
        + $"have results ({View.NewTrials} added, {View.Trials - View.NewTrials} kept, {View.RemovedTrials} removed; results stay "
        + $"in the database).{(View.Advice is { } advice ? $" To keep them write {advice}." : "")}");

    /// <summary>The same code comes from where it came from first, whichever commit has it now.</summary>
    private static SweepSpec WithItsOrigin(SweepState before, SweepSpec spec) =>
        spec.Program is { } program && before.Spec.Program is { } first && first.Code == program.Code && first.Origin != program.Origin
            ? spec with { Program = program with { Origin = first.Origin } }
            : spec;

    private static SweepSpec Continued(SweepState before, SweepSpec spec)
    {
        var space = spec.Space;
        foreach (var (name, now) in spec.Space.Axes.Where(axis => axis.Distribution is Linear or Log && !IsWhole(axis.Name)))
            if (before.Spec.Space[name] is { } was)
                space = space.With(name, Axis(before, spec, name, was, now));
        // The same object where nothing differs: a plan is found again by the spec that it was made of.
        return space == spec.Space ? spec : spec with { Space = space };
    }

    /// <summary>Ranges over whole numbers come to the same points however they were computed.</summary>
    private static bool IsWhole(string name) => Parameter.Known.Any(known => known.Key == name && known.Whole);

    private static Distribution Axis(SweepState before, SweepSpec spec, string name, Distribution was, Distribution now)
    {
        if (spec.Sampler is not GridSampling || before.Spec.Sampler is not GridSampling)
            return KnownPoints.Spelling(now) == KnownPoints.Spelling(was) ? was : now;
        var known = before.EveryTrial.Select(trial => trial.Trial.Hyperparameters[name]).OfType<ParameterValue>()
            .Select(value => value.Number).Where(double.IsFinite).ToHashSet();
        return KnownPoints.Continue(now, was, known);
    }

    private static SubmitView ViewOf(CoordinatorState state, SweepState? before, SweepPlan plan)
    {
        HashSet<TrialId> planned = before is null ? [] : [.. plan.Trials.Select(t => t.TrialOf(before.Name))];
        var leaving = before is null ? [] : before.Trials.Where(trial => !planned.Contains(trial.Id)).ToList();
        var known = (before?.Trials.Count ?? 0) - leaving.Count;
        var (open, epochs) = Left(state, plan);
        var results = leaving.Count(trial => CoordinatorState.ResultOf(trial) is not null);
        return new(plan.Spec.Name, plan.Trials.Length, plan.Trials.Length - known, leaving.Count, open, epochs)
        {
            RemovedResults = results,
            TrainedBy = open == 0
                ? null
                : before?.AllRuns.SelectMany(run => run.Leases).Where(lease => lease.Provenance is not null)
                    .MaxBy(lease => lease.Id.Number)?.Provenance?.Program,
            PinnedCode = before?.Spec.Program?.Code is { } pinned && pinned != plan.Spec.Program?.Code ? pinned : null,
            WasCancelled = before is { Cancelled: true },
            Advice = results > 0 ? RangeAdvice.ToKeepThePoints(before!.Spec.Space, plan.Spec.Space) : null,
        };
    }

    private static (int Trials, int Epochs) Left(CoordinatorState state, SweepPlan plan)
    {
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
        return (open, epochs);
    }
}
