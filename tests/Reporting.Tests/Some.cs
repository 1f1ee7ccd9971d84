using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Tests;

/// <summary>Sweeps as they might have been: curves from closed forms, slots that take the next run when they are free.</summary>
internal static class Some
{
    public static readonly DateTimeOffset Monday = new(2026, 3, 2, 8, 0, 0, TimeSpan.Zero);

    /// <summary>A finished 3 × 3 × 3 grid unless said otherwise.</summary>
    /// <param name="fate">What became of a run; default: all completed.</param>
    public static SweepRecord SweepRecord(
        double[]? lrs = null, int[]? epochs = null, long[]? seeds = null, double[]? weightDecays = null,
        Func<RunParameters, TrialState>? fate = null, Objective? objective = null, string name = "shapes-grid", string? source = null)
    {
        lrs ??= [1e-4, 1e-3, 1e-2];
        epochs ??= [1, 3, 10];
        seeds ??= [0, 1, 2];
        weightDecays ??= [1e-3];
        fate ??= _ => TrialState.Completed;
        objective ??= Objective.ValAccuracy;
        var spec = new SweepSpec(name, new(DatasetSpec.Shapes10, 2000, 500), new(ModelSpec.NotebookCnn), objective,
            new(new Choice(lrs), new Choice([.. epochs.Select(e => (double)e)]), new Choice(weightDecays), new Choice([8]), new Choice([.. seeds.Select(s => (double)s)])),
            new GridSampling(), Precision.Auto, 3, true);
        RunParameters[] runs = [.. from lr in lrs from wd in weightDecays from seed in seeds select new RunParameters(lr, wd, 8, seed)];
        var curves = runs.ToImmutableDictionary(r => r.RunOf(name), r => Curve(r, fate(r), epochs.Max()));
        var attempts = Attempts(name, runs, fate, curves, epochs.Max());
        var agents = attempts.GroupBy(a => a.Run).ToDictionary(g => g.Key, g => g.Last());
        ImmutableArray<TrialRow> trials = [.. from run in runs from e in epochs select Row(name, objective, run.For(e), fate(run), curves[run.RunOf(name)], agents.GetValueOrDefault(run.RunOf(name)))];
        return new(spec, source ?? $"name: {name}\ndataset: {{ name: shapes10, train: 2000, validation: 500 }}\nmodel: notebook-cnn\nspace:\n  lr: [{string.Join(", ", lrs)}]\n  epochs: [{string.Join(", ", epochs)}]\n  seed: [{string.Join(", ", seeds)}]\n",
            Monday, View(spec, trials, runs.Length), trials, curves, attempts);
    }

    /// <summary>The grid with everything in it that can befall a sweep: the highest rate diverges, a run fails, one is in training, one waits.</summary>
    public static SweepRecord EventfulSweep() => SweepRecord(
        lrs: [1e-4, 1e-3, 1e-2, 10],
        fate: run => run switch
        {
            { LearningRate: 10 } => TrialState.Diverged,
            { LearningRate: 1e-2, Seed: 0 } => TrialState.Diverged,
            { LearningRate: 1e-4, Seed: 1 } => TrialState.Failed,
            { LearningRate: 1e-4, Seed: 2 } => TrialState.Running,
            { LearningRate: 1e-3, Seed: 2 } => TrialState.Pending,
            _ => TrialState.Completed,
        });

    /// <summary>A grid whose highest learning rate learns nothing and leaves finite losses of thousands.</summary>
    public static SweepRecord AbsurdLosses(Objective? objective = null)
    {
        var sweep = SweepRecord(lrs: [1e-4, 5e-4, 2e-3, 1e-1], epochs: [1, 2, 3], seeds: [0], objective: objective);
        return sweep with
        {
            Curves = sweep.Curves.ToImmutableDictionary(c => c.Key, c => IsAbsurd(c.Key) ? [.. c.Value.Select(m => m with { TrainLoss = 5500.0 / m.Epoch, ValLoss = 4000.0 / m.Epoch, ValAccuracy = .1 })] : c.Value),
            Trials = [.. sweep.Trials.Select(t => IsAbsurd(t.Run) ? t with { TrainLoss = 5500.0 / t.Epochs, ValLoss = 4000.0 / t.Epochs, ValAccuracy = .1 } : t)],
        };

        bool IsAbsurd(RunId run) => run == sweep.Trials.First(t => t.LearningRate == 1e-1).Run;
    }

    /// <summary>Interrupted, and resumed a week later.</summary>
    public static SweepRecord ResumedAWeekLater()
    {
        var sweep = SweepRecord();
        var late = sweep.Attempts[sweep.Attempts.Length / 2].GrantedAt;
        return sweep with
        {
            Attempts = [.. sweep.Attempts.Select(a => a.GrantedAt < late ? a : a with { GrantedAt = a.GrantedAt.AddDays(7), StartedAt = a.StartedAt?.AddDays(7), EndedAt = a.EndedAt?.AddDays(7) })],
        };
    }

    /// <summary>Random search over continuous ranges, a thousand trials with runs of their own.</summary>
    public static SweepRecord ThousandTrials()
    {
        var random = new Random(7);
        var lrs = Enumerable.Range(0, 250).Select(_ => Math.Pow(10, -5 + (5 * random.NextDouble()))).ToArray();
        return SweepRecord(lrs, [1, 5, 10, 20], [0], name: "thousand", fate: run => run.LearningRate > .4 ? TrialState.Diverged : TrialState.Completed);
    }

    private static ImmutableArray<EpochMetrics> Curve(RunParameters run, TrialState fate, int epochs)
    {
        var length = fate switch { TrialState.Completed or TrialState.Diverged => epochs, TrialState.Running => (epochs + 1) / 2, TrialState.Failed => Math.Min(1, epochs - 1), _ => 0 };
        var end = run.LearningRate > 1 ? 1 : 3;
        var curve = ImmutableArray.CreateBuilder<EpochMetrics>();
        for (var e = 1; e <= length; e++)
        {
            if (fate == TrialState.Diverged && e == Math.Min(end, epochs))
            {
                curve.Add(new(e, double.NaN, double.PositiveInfinity, .1, 9.5));
                break;
            }
            curve.Add(Epoch(run, e));
        }
        return curve.ToImmutable();
    }

    private static EpochMetrics Epoch(RunParameters run, int epoch)
    {
        var mixed = Math.Sin((run.Seed * 12.9898) + (epoch * 78.233) + (Math.Log(run.LearningRate) * 37.719)) * 43758.5453;
        var noise = (2 * (mixed - Math.Floor(mixed))) - 1;
        var distance = Math.Log10(run.LearningRate) + 2.6;
        var reach = .93 - (.09 * distance * distance);
        var accuracy = Math.Clamp((reach * (1 - Math.Exp(-epoch / (2.2 + (2 * Math.Abs(distance)))))) + .1 + (.03 * noise), .08, .99);
        var validation = 2.4 * Math.Exp(-2.1 * accuracy) + (.0015 * epoch * Math.Max(distance, 0)) + (.06 * noise);
        return new(epoch, validation * (1 - (.035 * epoch / (1 + (.1 * epoch)))) + .03, validation, Math.Round(accuracy * 500) / 500, 9.4 + (.6 * noise));
    }

    private static TrialRow Row(string sweep, Objective objective, Hyperparameters hyper, TrialState fate, ImmutableArray<EpochMetrics> curve, Attempt? attempt)
    {
        var row = new TrialRow(hyper.TrialOf(sweep), fate, hyper,
            null, null, null, null, null, null, hyper.Shared.RunOf(sweep), attempt?.Agent, attempt?.Number ?? 0)
        { Sweep = sweep };
        if (fate == TrialState.Failed && curve.Length < hyper.Epochs)
            return row with { Cause = "The trainer crashed 3 times: <Segmentation fault> & \"core dumped\"" };
        if (fate == TrialState.Pending || (fate == TrialState.Running && curve.Length < hyper.Epochs))
            return row;
        var reached = Math.Min(hyper.Epochs, curve.Length);
        var result = objective.ResultAt(curve, reached);
        var diverged = curve.Take(reached).Any(m => m.Diverged);
        return row with
        {
            State = diverged ? TrialState.Diverged : TrialState.Completed,
            TrainLoss = result.TrainLoss,
            ValLoss = result.ValLoss,
            ValAccuracy = result.ValAccuracy,
            BestEpoch = result.BestEpoch,
            BestEpochValAccuracy = result.BestEpochValAccuracy,
            Seconds = result.Seconds,
        };
    }

    private static ImmutableArray<Attempt> Attempts(string sweep, RunParameters[] runs, Func<RunParameters, TrialState> fate, ImmutableDictionary<RunId, ImmutableArray<EpochMetrics>> curves, int epochs)
    {
        (string Agent, int Slot, DateTimeOffset Free)[] slots =
            [("gpu-box", 0, Monday), ("gpu-box", 1, Monday), ("laptop", 0, Monday.AddSeconds(40))];
        var attempts = ImmutableArray.CreateBuilder<Attempt>();
        foreach (var run in runs.OrderBy(r => fate(r) == TrialState.Running))
        {
            var state = fate(run);
            var tries = state switch { TrialState.Failed => 3, TrialState.Pending => 0, _ => 1 };
            for (var number = 1; number <= tries; number++)
            {
                var slot = Array.IndexOf(slots, slots.MinBy(s => s.Free));
                var (agent, place, free) = slots[slot];
                var started = free.AddSeconds(2.5);
                var seconds = state == TrialState.Failed ? 14 : curves[run.RunOf(sweep)].Sum(m => m.Seconds);
                var ended = started.AddSeconds(seconds);
                Outcome? outcome = state switch { TrialState.Failed => Outcome.TrainerCrashed, TrialState.Running => null, TrialState.Diverged => Outcome.Diverged, _ => Outcome.Completed };
                attempts.Add(new(new(attempts.Count + 1), run.RunOf(sweep), agent, place, number, 0, epochs, free, started, outcome is null ? null : ended, outcome,
                    outcome == Outcome.TrainerCrashed ? "The trainer ended with signal 11: <Segmentation fault> & \"core dumped\"" : "", Made(agent, place)));
                slots[slot] = (agent, place, state == TrialState.Running ? DateTimeOffset.MaxValue : ended.AddSeconds(.5));
            }
        }
        return attempts.ToImmutable();
    }

    private static Provenance Made(string agent, int slot) => agent == "gpu-box"
        ? new("5f0c7e1b2a9d4f3388c1d6e4ab907712cf5e6b1d00a1b2c3d4e5f60718293a4b", $"cuda:{slot}", "NVIDIA H200", "2.10.0", "0.1.0+3f68077", Precision.Mixed, "570.86.15")
        : new("5f0c7e1b2a9d4f3388c1d6e4ab907712cf5e6b1d00a1b2c3d4e5f60718293a4b", "cpu", "AMD EPYC 9B14", "2.10.0", "0.1.0+3f68077", Precision.Fp32, "");

    private static SweepView View(SweepSpec spec, ImmutableArray<TrialRow> trials, int runs)
    {
        int Count(TrialState state) => trials.Count(t => t.State == state);
        var counts = new TrialCounts(trials.Length, Count(TrialState.Completed), Count(TrialState.Diverged), Count(TrialState.Failed), Count(TrialState.Pending)) { Running = Count(TrialState.Running) };
        var state = counts.Pending + counts.Running > 0 ? SweepStatus.Running : counts.Failed > 0 ? SweepStatus.Failed : SweepStatus.Complete;
        var view = Leaderboard.Best(spec.Name, spec.Objective, trials);
        return new(spec.Name, state, spec.Dataset.Name, spec.Model.Name, spec.Objective.Metric, counts, runs, 0, 0, Monday, view);
    }
}
