using System.Collections.Immutable;
using Sweep.Experiments.Programs;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Tests;

/// <summary>A sweep of a person's own program, which measures what it likes.</summary>
internal static class SomeProgram
{
    public static readonly Objective F1 = new("f1", true);

    /// <param name="metrics">What the last of three epochs measured, for each learning rate and seed.</param>
    public static SweepRecord Sweep(Func<double, long, IEnumerable<KeyValuePair<string, double>>> metrics, Objective? objective = null, double[]? lrs = null, long[]? seeds = null)
    {
        objective ??= F1;
        lrs ??= [1e-3, 1e-2, 1e-1];
        seeds ??= [0, 1, 2];
        var spec = new SweepSpec(
            "own", new(DatasetSpec.None, null, null), new(ModelSpec.Program), objective,
            new(new Choice(lrs), new Choice([3]), new Choice([1e-3]), new Choice([8]), new Choice([.. seeds.Select(seed => (double)seed)])),
            new GridSampling(), Precision.Auto, 3, true)
        { Program = new(["./train.sh"]) };
        var trials = ImmutableArray.CreateBuilder<TrialRow>();
        var curves = ImmutableDictionary.CreateBuilder<RunId, ImmutableArray<EpochMetrics>>();
        foreach (var lr in lrs)
            foreach (var seed in seeds)
            {
                var parameters = new Hyperparameters(lr, 3, 1e-3, 8, seed);
                ImmutableArray<EpochMetrics> curve = [EpochMetrics.Of(1, [], 1), EpochMetrics.Of(2, metrics(lr, seed), 1), EpochMetrics.Of(3, metrics(lr, seed), 1)];
                curves[parameters.Shared.RunOf("own")] = curve;
                var result = objective.ResultAt(curve, 3);
                trials.Add(new TrialRow(
                    parameters.TrialOf("own"), TrialState.Completed, parameters, null, null, null, result.BestEpoch, null, result.Seconds,
                    parameters.Shared.RunOf("own"), "box-1", 1)
                { Sweep = "own" }.Measuring(result.Values) with
                { BestEpochValue = result.BestEpochValues?.Find(objective.Metric) });
            }
        var counts = new TrialCounts(trials.Count, trials.Count, 0, 0, 0);
        return new(
            spec, "name: own\n", DateTimeOffset.UnixEpoch,
            new("own", SweepStatus.Complete, "none", "program", objective.Metric, counts, trials.Count, 3, 3, DateTimeOffset.UnixEpoch, Leaderboard.Best("own", objective, trials.ToImmutable())),
            trials.ToImmutable(), curves.ToImmutable(), []);
    }

    /// <summary>Finished trials of one epoch with any hyperparameters, each with its f1.</summary>
    public static SweepRecord Grid(params (Dictionary<string, ParameterValue> Values, long Seed, double F1)[] measured)
    {
        var sweep = Sweep((_, _) => [], lrs: [1e-3], seeds: [0]);
        ImmutableArray<TrialRow> trials =
        [
            .. measured.Select(one =>
            {
                var parameters = RunParameters.Of([.. one.Values, new("seed", ParameterValue.Of(one.Seed))]).For(1);
                return new TrialRow(
                    parameters.TrialOf("own"), TrialState.Completed, parameters, null, null, null, 1, null, 1, parameters.Shared.RunOf("own"), "box-1", 1)
                { Sweep = "own" }.Measuring(MetricValues.Of([new("f1", one.F1)])) with { BestEpochValue = one.F1 };
            }),
        ];
        var space = SearchSpace.Of(trials.SelectMany(trial => trial.Hyperparameters.Values).DistinctBy(value => value.Key).Select(value => new Axis(value.Key, new Listed([value.Value]))));
        return sweep with { Spec = sweep.Spec with { Space = space }, Trials = trials, Curves = trials.DistinctBy(trial => trial.Run).ToImmutableDictionary(trial => trial.Run, trial => ImmutableArray.Create(EpochMetrics.Of(1, [new("f1", trial.Metric("f1")!.Value)], 1))) };
    }

    /// <summary>The second learning rate is the best; seeds differ a little.</summary>
    public static IEnumerable<KeyValuePair<string, double>> Usual(double lr, long seed) =>
        [new("f1", (lr == 1e-2 ? 0.7 : 0.5) + (0.001 * seed)), new("perplexity", lr == 1e-2 ? 20.5 : 31.25), new("loss", 1)];
}
