using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// What the trials of one sweep add up to, kept in step at a cost that depends on what changed and not on the size of the grid. Of each
/// trial it keeps the state and what its configuration is ranked by, and nothing more.
/// </summary>
internal sealed class SweepTally
{
    private const byte Unknown = byte.MaxValue;

    /// <summary>Of the trials, by their places in the grid.</summary>
    private readonly byte[] states;

    /// <summary>Epochs of the runs, by their places in the plan.</summary>
    private readonly int[] trained;
    private readonly int[] counts = new int[Enum.GetValues<TrialState>().Length];
    private readonly Objective objective;
    private readonly int planned;
    private readonly Dictionary<Configuration, Seeds> configurations = [];
    private readonly SortedSet<RankKey> ranks;
    private StoredTrial? single;
    private int epochsTrained;

    /// <summary>Counts everything in the grid of the spec in force.</summary>
    public SweepTally(CoordinatorState state, SweepState sweep)
    {
        objective = sweep.Spec.Objective;
        ranks = new(new RankOrder(objective));
        (states, trained) = (new byte[sweep.Trials.Count], new int[sweep.Runs.Count]);
        Array.Fill(states, Unknown);
        foreach (var run in sweep.Runs)
        {
            planned += run.Run.Epochs;
            Trained(run);
        }
        foreach (var trial in sweep.Trials)
            Changed(StateRecords.Trial(state, trial));
    }

    /// <summary>Takes the trial's row as it is now.</summary>
    /// <returns>Whether it has another state than before.</returns>
    public bool Changed(StoredTrial trial)
    {
        if (!trial.Row.InGrid)
            return false;
        var now = (byte)trial.Row.State;
        var before = states[trial.Order];
        if (before == now)
            return false;
        if (before != Unknown)
            counts[before]--;
        counts[now]++;
        states[trial.Order] = now;
        if (Leaderboard.Beats(objective, trial, single))
            single = trial;
        Rank(trial, before);
        return before != Unknown;
    }

    /// <summary>Takes the run's curve as it is now; epochs beyond the plan in force are not counted.</summary>
    public void Trained(RunState run)
    {
        if (!run.InGrid)
            return;
        var epochs = Math.Min(run.Curve.Count, run.Run.Epochs);
        epochsTrained += epochs - trained[run.PlanIndex];
        trained[run.PlanIndex] = epochs;
    }

    public StoredSweep Record(SweepState sweep, long submitted) => new(
        sweep.Spec, sweep.Source, sweep.SubmittedAt, submitted, sweep.Cancelled, Leaderboard.Counts(counts),
        sweep.Runs.Count, epochsTrained, planned, Winner(sweep));

    private StoredWinner? Winner(SweepState sweep)
    {
        if (ranks.Count == 0 || single is not { } best)
            return null;
        var winner = ranks.Min;
        var completed = configurations[Configuration.Of(sweep.Trials[winner.Order].Trial.Hyperparameters)].Completed;
        var seed = completed[0];
        foreach (var other in completed)
            if (objective.IsBetter(other.Value, seed.Value))
                seed = other;
        return new(sweep.Trials[seed.Order].Id, winner.Mean, completed.Count, best.Row.Trial);
    }

    /// <summary>Puts the trial's configuration where it now belongs.</summary>
    /// <param name="before">The trial's state until now.</param>
    private void Rank(StoredTrial trial, byte before)
    {
        var diverges = (trial.Row.State == TrialState.Diverged ? 1 : 0) - (before == (byte)TrialState.Diverged ? 1 : 0);
        var completes = Leaderboard.TakesPart(objective, trial.Row);
        if (!completes && diverges == 0 && before != (byte)TrialState.Completed)
            return;
        var configuration = Configuration.Of(trial.Row.Hyperparameters);
        if (!configurations.TryGetValue(configuration, out var seeds))
            configurations.Add(configuration, seeds = new());
        if (seeds.Key(configuration.Epochs) is { } last)
            ranks.Remove(last);
        seeds.Diverged += diverges;
        seeds.Take(trial.Order, completes ? Leaderboard.Value(objective, trial.Row) : null);
        if (seeds.Key(configuration.Epochs) is { } now)
            ranks.Add(now);
    }

    /// <summary>The trials of one configuration that count.</summary>
    private sealed class Seeds
    {
        // As long as it has to be: there is one for every configuration of a grid.
        private (int Order, double Value)[] completed = [];

        /// <summary>In the grid's order.</summary>
        public IReadOnlyList<(int Order, double Value)> Completed => completed;

        public int Diverged { get; set; }

        public RankKey? Key(int epochs) => completed.Length == 0
            ? null
            : new(Diverged > 0, Sample.Of(completed.Select(seed => seed.Value)).Mean, epochs, completed[0].Order);

        /// <param name="value">Null where the trial has no result that counts.</param>
        public void Take(int order, double? value)
        {
            var place = Array.FindIndex(completed, seed => seed.Order >= order) is >= 0 and var found ? found : completed.Length;
            var after = place < completed.Length && completed[place].Order == order ? place + 1 : place;
            completed = value is { } number
                ? [.. completed.AsSpan(0, place), (order, number), .. completed.AsSpan(after)]
                : [.. completed.AsSpan(0, place), .. completed.AsSpan(after)];
        }
    }
}
