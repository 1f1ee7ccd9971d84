using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Scheduling;

/// <summary>
/// What the journal says about one sweep: the spec in force, its trials in grid order, and everything ever trained under its name.
/// </summary>
internal sealed class SweepState(string name)
{
    private readonly Dictionary<TrialId, SweepTrial> trialsById = [];
    private readonly Dictionary<RunId, RunState> runsById = [];
    private readonly Dictionary<string, (Guid Incarnation, Bar Bar)> bars = [];
    private readonly Dictionary<int, RunKind> kinds = [];
    private List<SweepTrial> trials = [];
    private List<RunState> runs = [];

    public string Name => name;

    /// <summary>The latest spec submitted: the one in force.</summary>
    public SweepSpec Spec { get; private set; } = null!;

    /// <summary>The latest sweep file's own text.</summary>
    public string Source { get; private set; } = "";
    public DateTimeOffset SubmittedAt { get; private set; }
    public bool Cancelled { get; internal set; }

    /// <summary>Who cancelled it, by the name of his token; null where that is not known, or it is not cancelled.</summary>
    public string? CancelledBy { get; internal set; }

    /// <summary>The trials of the spec in force, in grid order.</summary>
    public IReadOnlyList<SweepTrial> Trials => trials;

    /// <summary>Every trial that was ever in the grid.</summary>
    public IReadOnlyCollection<SweepTrial> EveryTrial => trialsById.Values;

    /// <summary>The runs of the spec in force, in plan order.</summary>
    public IReadOnlyList<RunState> Runs => runs;

    /// <summary>Every run ever planned under this name.</summary>
    public IReadOnlyCollection<RunState> AllRuns => runsById.Values;

    /// <summary>Runs in the grid that wait for a slot.</summary>
    public OpenRuns Waiting { get; } = new();

    /// <summary>What the duration of epochs with these hyperparameters depends on. One object for all runs of a kind.</summary>
    internal RunKind KindOf(RunParameters parameters)
    {
        if (!kinds.TryGetValue(parameters.BatchSize, out var kind))
            kinds.Add(parameters.BatchSize, kind = RunKind.Of(Spec, parameters));
        return kind;
    }

    /// <summary>The data that the sweep is trained on, bound by the first run that started; null before.</summary>
    public DataBinding? Data { get; internal set; }

    /// <summary>
    /// Whether a bad configuration of <paramref name="agent"/> is that agent's own: another one has started runs of this sweep.
    /// </summary>
    public bool StartedElsewhere(string agent) => Data is { } data && data.Agent != agent;

    /// <summary>
    /// Why this incarnation of the agent could not train the sweep when it last tried; null where it could, or never tried.
    /// </summary>
    public Bar? BarOf(AgentState agent) =>
        bars.TryGetValue(agent.Name, out var known) && known.Incarnation == agent.Incarnation ? known.Bar : null;

    /// <summary>Whether the agent gets no run of the sweep now: it is barred, and not due to try again or trying.</summary>
    public bool Bars(AgentState agent, DateTimeOffset now) =>
        BarOf(agent) is { } bar
            && (bar.Holds(now) || agent.Leases.Values.Any(lease => lease.Run.Sweep == this && lease.Provenance is null));

    internal void BarAgent(string agent, Guid incarnation, string reason, DateTimeOffset at) =>
        bars[agent] = (incarnation, bars.TryGetValue(agent, out var known) && known.Incarnation == incarnation
            ? known.Bar.Again(reason, at)
            : new(reason, at, 1));

    internal void LiftBar(string agent) => bars.Remove(agent);

    /// <summary>Takes a plan as the one in force. What is in it and known keeps its curve; what is not in it is out of the grid.</summary>
    internal void Follow(SweepPlan plan, string source, DateTimeOffset at)
    {
        Spec = plan.Spec;
        kinds.Clear();
        Source = source;
        SubmittedAt = at;
        foreach (var trial in trials)
            trial.GridIndex = SweepTrial.NotInGrid;
        foreach (var run in runs)
            run.PlanIndex = SweepTrial.NotInGrid;
        var runOf = FollowRuns(plan);
        FollowTrials(plan, runOf);
        Waiting.Rebuild(AllRuns);
    }

    /// <returns>Every trial of the plan with its run. Looked up by hyperparameters: their hash for an identity costs far more.</returns>
    private Dictionary<Hyperparameters, (TrialId Id, RunState Run)> FollowRuns(SweepPlan plan)
    {
        var runOf = new Dictionary<Hyperparameters, (TrialId, RunState)>(plan.Trials.Length);
        runs = new(plan.Runs.Length);
        foreach (var planned in plan.Runs)
        {
            if (!runsById.TryGetValue(planned.Id, out var run))
                runsById.Add(planned.Id, run = new(this, planned));
            run.Run = planned;
            run.PlanIndex = runs.Count;
            runs.Add(run);
            foreach (var milestone in planned.Milestones)
                runOf[planned.Parameters.For(milestone.Epochs)] = (milestone.Trial, run);
        }
        return runOf;
    }

    private void FollowTrials(SweepPlan plan, Dictionary<Hyperparameters, (TrialId Id, RunState Run)> runOf)
    {
        trials = new(plan.Trials.Length);
        foreach (var hyperparameters in plan.Trials)
        {
            var (id, run) = runOf[hyperparameters];
            if (!trialsById.TryGetValue(id, out var trial))
            {
                trialsById.Add(id, trial = new(new(id, hyperparameters), run));
                trial.Run.Add(trial);
            }
            trial.GridIndex = trials.Count;
            trials.Add(trial);
        }
    }
}

/// <summary>The data of a sweep: the fingerprint of the first run that started, and the agent it ran on.</summary>
internal sealed record DataBinding(string Fingerprint, string Agent);
