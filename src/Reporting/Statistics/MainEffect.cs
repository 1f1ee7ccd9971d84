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
    /// <param name="valueOf">Which value each trial has, counted from 0.</param>
    /// <param name="objectives">Of each trial.</param>
    /// <returns>Null where nothing can be told: one value, less than three trials, or trials that are all alike.</returns>
    public static MainEffect? Of(string name, int[] valueOf, double[] objectives)
    {
        var n = objectives.Length;
        var values = n == 0 ? 0 : valueOf.Max() + 1;
        if (values < 2 || n < 3)
            return null;
        // About their mean: sums of squares of what has a large common part lose all digits.
        var mean = objectives.Average();
        var (sums, counts) = (new double[values], new int[values]);
        var total = 0.0;
        for (var i = 0; i < n; i++)
        {
            sums[valueOf[i]] += objectives[i] - mean;
            counts[valueOf[i]]++;
            total += (objectives[i] - mean) * (objectives[i] - mean);
        }
        if (total <= 1e-24 * mean * mean * n)
            return null;
        var (between, used) = (0.0, 0);
        for (var value = 0; value < values; value++)
        {
            between += Square(sums[value], counts[value]);
            used += counts[value] > 0 ? 1 : 0;
        }
        var without = new double[n];
        for (var i = 0; i < n; i++)
        {
            var (x, sum, count) = (objectives[i] - mean, sums[valueOf[i]], counts[valueOf[i]]);
            var rest = Square(-x, n - 1);
            var left = total - (x * x) - rest;
            without[i] = left <= 1e-12 * total ? 0 : (between - Square(sum, count) + Square(sum - x, count - 1) - rest) / left;
        }
        var middle = without.Average();
        var squares = 0.0;
        foreach (var share in without)
            squares += (share - middle) * (share - middle);
        return new(name, used, Math.Clamp(between / total, 0, 1), Math.Sqrt((n - 1.0) / n * squares), (values - 1.0) / (n - 1));
    }

    private static double Square(double sum, int count) => count == 0 ? 0 : sum * sum / count;
}
