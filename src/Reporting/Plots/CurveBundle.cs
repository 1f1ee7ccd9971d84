using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Plots;

/// <summary>The learning curves of runs that differ in nothing but the seed.</summary>
/// <param name="Curves">Finite epochs only.</param>
/// <param name="Name">What tells it from the other bundles of the sweep.</param>
internal sealed record CurveBundle(
    double LearningRate, ImmutableArray<(ImmutableArray<EpochMetrics> Epochs, bool Diverged)> Curves, string Name)
{
    /// <summary>Epochs of the longest curve; 0 when nothing was trained or it diverged at once.</summary>
    public int Length => Curves.Length == 0 ? 0 : Curves.Max(c => c.Epochs.Length);

    public int Diverged => Curves.Count(c => c.Diverged);

    public ImmutableArray<Spread> Spreads(Func<EpochMetrics, double> metric) =>
        [.. Enumerable.Range(0, Length).Select(e => Spread.Of(Curves.Where(c => c.Epochs.Length > e).Select(c => metric(c.Epochs[e]))))];

    /// <summary>Where the crosses of divergence go: at the last finite epoch of each diverged run that had one.</summary>
    public IEnumerable<(int Epoch, double Value)> LastFinite(Func<EpochMetrics, double> metric) =>
        Curves.Where(c => c.Diverged && c.Epochs.Length > 0).Select(c => (c.Epochs.Length, metric(c.Epochs[^1])));

    /// <summary>All bundles of a sweep, best first: by the best value that any of their trials reached.</summary>
    public static ImmutableArray<CurveBundle> In(SweepRecord sweep)
    {
        var objective = sweep.Spec.Objective;
        var several = new Variety(sweep.Trials);
        return
        [
            .. from trial in sweep.Trials
               group trial by trial.Hyperparameters.Shared.With(ParameterName.Seed, null) into alike
               let best = alike.Select(t => objective.Of(t)).Where(double.IsFinite).DefaultIfEmpty(double.NaN)
                   .Aggregate((a, b) => objective.IsBetter(b, a) ? b : a)
               orderby double.IsFinite(best) descending, objective.Cost(best)
               select Bundle(sweep, [.. alike], several),
        ];
    }

    private static CurveBundle Bundle(SweepRecord sweep, ImmutableArray<TrialRow> trials, Variety several)
    {
        ImmutableArray<ImmutableArray<EpochMetrics>> whole =
            [.. trials.Select(t => t.Run).Distinct().Select(r => sweep.Curves.GetValueOrDefault(r, []))];
        var diverged = whole.Count(c => c.Any(m => m.Diverged));
        var name = Look.Fitting(several.Name(trials[0]), diverged switch
        {
            0 => "",
            _ when whole.Length == 1 => $", diverged in epoch {whole[0].First(m => m.Diverged).Epoch}",
            _ => $", {diverged} of {whole.Length} diverged",
        });
        return new(
            trials[0].LearningRate,
            [.. whole.Select(c => (c.TakeWhile(m => !m.Diverged).ToImmutableArray(), c.Any(m => m.Diverged)))],
            name);
    }
}
