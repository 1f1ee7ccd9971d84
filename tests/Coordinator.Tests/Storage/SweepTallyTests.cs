using CsCheck;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Tests.Storage;

public class SweepTallyTests
{
    private static readonly CoordinatorState State = CoordinatorState.Replay([Submitted("space: { lr: [1e-3, 2e-3], epochs: 1, seed: { integers: [1, 12] } }")]);

    /// <summary>Where many seeds have a value, in whatever order they came and went, to the last bit.</summary>
    [Fact]
    public void TheWinner_IsThatOfTheRows_InWhateverOrderSeedsComeAndGo() =>
        Gen.Select(Gen.Int[0, 23], Gen.Int[0, 4], Gen.Double[0, 1]).Array[1, 80].Sample(
            changes =>
            {
                var sweep = State.Sweeps.Single();
                var tally = new SweepTally(State, sweep);
                var rows = sweep.Trials.Select(trial => StateRecords.Trial(State, trial)).ToList();
                foreach (var (order, kind, number) in changes)
                {
                    // Two in five are as good as another, and one in five is taken back.
                    var value = kind < 2 ? Math.Round(number, 1) : number;
                    rows[order] = rows[order] with
                    {
                        Row = kind == 4
                            ? rows[order].Row with { State = TrialState.Pending, ValAccuracy = null }
                            : rows[order].Row with { State = TrialState.Completed, ValAccuracy = rows[order].Row.ValAccuracy ?? value },
                    };
                    tally.Changed(rows[order]);
                    var all = rows.Select(row => row.Row).ToList();

                    var found = tally.Record(sweep, 1).Best;

                    var winner = Leaderboard.Winner(sweep.Spec.Objective, all);
                    Assert.Equal(
                        winner is null ? null : (winner.BestSeed.Trial, winner.Mean, winner.Trials.Length),
                        found is null ? null : ((TrialId, double, int)?)(found.Trial, found.Mean, found.Seeds));
                }
            },
            iter: 300);

    private static SweepSubmitted Submitted(string space)
    {
        var text = $"name: many\ndataset: shapes10\nmodel: simulated\nobjective: {{ maximize: valAccuracy }}\n{space}";
        return new(SweepFile.Parse(text, "many.yaml"), text) { At = Some.Noon };
    }
}
