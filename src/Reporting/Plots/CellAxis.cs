using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Reporting.Plots;

/// <summary>
/// A hyperparameter as the rows or columns of a heat map: numbers by their size, in ranges where they are many; texts, truth values and
/// what a conditional one is where it is absent each by itself.
/// </summary>
internal sealed class CellAxis
{
    private readonly Func<TrialRow, int> place;

    private CellAxis(string title, IReadOnlyList<string> labels, bool merged, Func<TrialRow, int> place) =>
        (Title, Labels, Merged, this.place) = (title, labels, merged, place);

    /// <summary>What stands beside the axis.</summary>
    public string Title { get; }

    public IReadOnlyList<string> Labels { get; }

    /// <summary>Whether a row holds several values.</summary>
    public bool Merged { get; }

    public int Count => Labels.Count;

    public CellAxis Called(string title) => new(title, Labels, Merged, place);

    public int IndexOf(TrialRow trial) => place(trial);

    /// <param name="most">Rows at most.</param>
    public static CellAxis Of(ImmutableArray<TrialRow> trials, string name, int most)
    {
        var title = AxisScale.Words(trials, name);
        var distinct = DistinctValues.Of(trials, name);
        if (!DistinctValues.AreNumbers(distinct))
        {
            string[] labels = [.. distinct.Select(value => Numbers.Short(value))];
            return labels.Length <= most
                ? new(title, labels, false, trial => distinct.IndexOf(trial.Hyperparameters[name]))
                : new(
                    title, [.. labels.Take(most - 1), $"{labels.Length - most + 1} others"], true,
                    trial => Math.Min(distinct.IndexOf(trial.Hyperparameters[name]), most - 1));
        }
        double[] numbers = [.. distinct.Select(value => value!.Value.Number)];
        var log = AxisScale.IsLogarithmic(name, numbers);
        var bins = log ? Bins.Logarithmic(numbers, most) : Bins.Linear(numbers, most);
        var whole = distinct.All(value => value!.Value.Kind == ParameterKind.Whole);
        return new(
            log ? $"{title} (log)" : title, bins.Labels(number => whole ? Numbers.Fixed(number, 0) : Numbers.Mark(number)), bins.Merged,
            trial => bins.IndexOf(trial.Hyperparameters[name]!.Value.Number));
    }
}
