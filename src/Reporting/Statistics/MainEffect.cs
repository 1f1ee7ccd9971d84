namespace Sweep.Reporting.Statistics;

/// <summary>How much of the differences between trials one hyperparameter explains by itself, whatever the others are.</summary>
/// <param name="Values">How many values it took, or ranges of values where they are many.</param>
/// <param name="Share">
/// η², from 0 to 1: the sum of squares between the means of its values, over that of all trials (Fisher 1925, the correlation ratio). In a
/// whole grid it is the main effect of a functional analysis of variance (Hutter, Hoos and Leyton-Brown 2014, "An efficient approach for
/// assessing hyperparameter importance").
/// </param>
/// <param name="Error">
/// The standard error of <paramref name="Share"/>, by leaving out each trial once (Quenouille's and Tukey's jackknife).
/// </param>
/// <param name="ByChance">
/// What a hyperparameter without any effect has on average: (k − 1)/(n − 1) of k values and n trials, over all ways to deal them out.
/// </param>
internal sealed record MainEffect(string Name, int Values, double Share, double Error, double ByChance)
{
    /// <param name="groups">The objective of each trial with the value of the hyperparameter, as a number from 0.</param>
    /// <returns>Null where nothing can be told: one value, less than three trials, or trials that are all alike.</returns>
    public static MainEffect? Of(string name, IReadOnlyList<(int Value, double Objective)> groups)
    {
        var n = groups.Count;
        var values = n == 0 ? 0 : groups.Max(trial => trial.Value) + 1;
        if (values < 2 || n < 3)
            return null;
        // About their mean: sums of squares of what has a large common part lose all digits.
        var mean = groups.Average(trial => trial.Objective);
        var (sums, counts) = (new double[values], new int[values]);
        var total = 0.0;
        foreach (var (value, objective) in groups)
        {
            sums[value] += objective - mean;
            counts[value]++;
            total += (objective - mean) * (objective - mean);
        }
        if (total <= 1e-24 * mean * mean * n)
            return null;
        var between = Enumerable.Range(0, values).Sum(value => Square(sums[value], counts[value]));
        var without = groups.Select(trial =>
        {
            var x = trial.Objective - mean;
            var rest = Square(-x, n - 1);
            var left = total - (x * x) - rest;
            return left <= 1e-12 * total ? 0 : (between - Square(sums[trial.Value], counts[trial.Value])
                + Square(sums[trial.Value] - x, counts[trial.Value] - 1) - rest) / left;
        }).ToArray();
        var middle = without.Average();
        var error = Math.Sqrt((n - 1.0) / n * without.Sum(share => (share - middle) * (share - middle)));
        return new(name, counts.Count(count => count > 0), Math.Clamp(between / total, 0, 1), error, (values - 1.0) / (n - 1));
    }

    private static double Square(double sum, int count) => count == 0 ? 0 : sum * sum / count;
}
