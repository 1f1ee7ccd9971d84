using System.Collections.Immutable;
using System.Text.Json;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// What most questions ask of the results database, as it is at one place in the journal: every sweep with its trials, the agents, and the
/// latest failures; no curves, attempts and checkpoints. It says what the documents say that follow from the same journal.
/// </summary>
/// <param name="Sweeps">The one submitted last first.</param>
/// <param name="Agents">By name.</param>
/// <param name="Failures">As <see cref="LatestFailures"/> gives them.</param>
internal sealed record Digest(
    JournalEnd End, ImmutableArray<DigestedSweep> Sweeps, ImmutableArray<AgentView> Agents, ImmutableArray<FailureView> Failures) : IRecords
{
    private readonly Lazy<Dictionary<TrialId, TrialRow>> trials =
        new(() => Sweeps.SelectMany(sweep => sweep.Trials).ToDictionary(trial => trial.Trial));

    /// <summary>
    /// In a home of more trials than this, reading a digest is no longer what a person would not notice, and neither is writing one at
    /// every end of a coordinator.
    /// </summary>
    internal const int MostTrials = 200_000;

    /// <summary>Null of a state with too many trials.</summary>
    /// <param name="end">Of the journal that the state follows from.</param>
    /// <param name="record">A sweep with what its trials add up to.</param>
    public static Digest? Of(JournalEnd end, CoordinatorState state, Func<SweepState, StoredSweep> record) =>
        state.Sweeps.Sum(sweep => sweep.AllRuns.Sum(run => run.Trials.Count)) > MostTrials ? null : new(
            end,
            [.. state.Sweeps.Select(sweep => DigestedSweep.Of(record(sweep), TrialsOf(state, sweep)))
                .OrderByDescending(sweep => sweep.Submitted)],
            [.. state.Agents.Select(StateRecords.Agent).OrderBy(agent => agent.Agent, StringComparer.Ordinal)],
            LatestFailures.Of(state));

    private static IEnumerable<StoredTrial> TrialsOf(CoordinatorState state, SweepState sweep) =>
        sweep.AllRuns.SelectMany(run => run.Trials).Select(trial => StateRecords.Trial(state, trial));

    public ImmutableArray<SweepOutline> Outlines => [.. Sweeps.Select(sweep => sweep.Outline)];

    public StoredSweep? Find(string? name) => Named(name)?.Whole();

    public RankingRules? RulesOf(string? name) => Named(name)?.Rules;

    public TrialRow? Trial(TrialId id) => trials.Value.GetValueOrDefault(id);

    public ImmutableArray<TrialRow> TrialsOf(string sweep) => Named(sweep)?.Trials ?? [];

    private DigestedSweep? Named(string? name) =>
        name is null ? Sweeps.FirstOrDefault() : Sweeps.FirstOrDefault(sweep => sweep.Outline.Name == name);
}

/// <summary>A sweep as a digest has it.</summary>
/// <param name="Spec">As the journal has it, which takes longer to read than all its trials: it is read where it is asked for.</param>
/// <param name="Submitted">See <see cref="StoredSweep"/>.</param>
/// <param name="Trials">In the order of <see cref="IRecords.TrialsOf"/>.</param>
/// <param name="Rules">What is asked for most of it.</param>
internal sealed record DigestedSweep(
    SweepOutline Outline, RankingRules Rules, string Spec, string Source, long Submitted, ImmutableArray<TrialRow> Trials)
{
    public static DigestedSweep Of(StoredSweep sweep, IEnumerable<StoredTrial> trials) => new(
        sweep.Outline, RankingRules.Of(sweep.Spec), JsonSerializer.Serialize(sweep.Spec, JournalJson.Default.SweepSpec), sweep.Source,
        sweep.Submitted, TrialRows.Ordered(trials));

    public StoredSweep Whole() => new(
        JsonSerializer.Deserialize(Spec, JournalJson.Default.SweepSpec) ?? throw new JsonException("a sweep without its specification"),
        Source, Outline.SubmittedAt, Submitted, Outline.Cancelled, Outline.Counts, Outline.Runs, Outline.EpochsTrained,
        Outline.EpochsPlanned, Outline.Best);
}
