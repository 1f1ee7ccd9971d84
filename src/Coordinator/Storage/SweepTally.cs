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
        var seeds = configurations[Configuration.Of(sweep.Trials[winner.Order].Trial.Hyperparameters)];
        return new(sweep.Trials[seeds.Best(objective)].Id, winner.Mean, seeds.Count, best.Row.Trial);
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
        seeds.Take(objective, trial.Order, completes ? Leaderboard.Value(objective, trial.Row) : null);
        if (seeds.Key(configuration.Epochs) is { } now)
            ranks.Add(now);
    }

    /// <summary>
    /// The trials of one configuration that count. What comes in the grid's order, as most does, costs the same however many there are.
    /// </summary>
    private sealed class Seeds
    {
        /// <summary>Of so many there is no room for more: there are seeds for every configuration of a grid.</summary>
        private const int Few = 8;

        /// <summary>In the grid's order.</summary>
        private (int Order, double Value)[] completed = [];

        /// <summary>Of their values, in the grid's order: in another it would differ in its last bits.</summary>
        private double sum;

        /// <summary>The first of the best; null where it is to be looked for.</summary>
        private int? best;

        public int Count { get; private set; }

        public int Diverged { get; set; }

        private Span<(int Order, double Value)> Completed => completed.AsSpan(0, Count);

        public RankKey? Key(int epochs) => Count == 0 ? null : new(Diverged > 0, sum / Count, epochs, completed[0].Order);

        /// <summary>The place in the grid of the first of the best.</summary>
        public int Best(Objective objective)
        {
            if (best is { } known)
                return completed[known].Order;
            var first = 0;
            for (var seed = 1; seed < Count; seed++)
                if (objective.IsBetter(completed[seed].Value, completed[first].Value))
                    first = seed;
            best = first;
            return completed[first].Order;
        }

        /// <param name="value">Null where the trial has no result that counts.</param>
        public void Take(Objective objective, int order, double? value)
        {
            if (value is { } next && (Count == 0 || completed[Count - 1].Order < order))
            {
                Insert(Count, (order, next));
                sum = Count == 1 ? next : sum + next;
                if (best is { } before && objective.IsBetter(next, completed[before].Value))
                    best = Count - 1;
                return;
            }
            var place = Completed.BinarySearch(new PlaceOf(order));
            if (place >= 0)
                Remove(place);
            if (value is { } number)
                Insert(place < 0 ? ~place : place, (order, number));
            best = null;
            sum = Count == 0 ? 0 : completed[0].Value;
            for (var seed = 1; seed < Count; seed++)
                sum += completed[seed].Value;
        }

        private void Insert(int place, (int, double) seed)
        {
            if (Count == completed.Length)
                Array.Resize(ref completed, Count < Few ? Count + 1 : Count + (Count / 2));
            completed.AsSpan(place, Count - place).CopyTo(completed.AsSpan(place + 1));
            completed[place] = seed;
            Count++;
        }

        private void Remove(int place)
        {
            completed.AsSpan(place + 1, Count - place - 1).CopyTo(completed.AsSpan(place));
            Count--;
        }

        private readonly struct PlaceOf(int order) : IComparable<(int Order, double Value)>
        {
            private readonly int order = order;

            public int CompareTo((int Order, double Value) other) => order.CompareTo(other.Order);
        }
    }
}
