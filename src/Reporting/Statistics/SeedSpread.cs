using System.Collections.Immutable;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Statistics;

/// <summary>
/// What the seed does to a measurement, pooled over the configurations that are compared: the two-way additive model
/// <c>y = configuration + seed + e</c> by least squares, where seeds are shared; where they are not, or too few are, the one-way model
/// <c>y = configuration + e</c>. Source: D. C. Montgomery, "Design and Analysis of Experiments", randomised complete blocks, and for
/// configurations that lack a seed incomplete blocks (intrablock analysis). N values of C configurations and S seeds leave
/// N − C − S + 1 degrees of freedom, respectively N − C.
/// </summary>
internal sealed class SeedSpread
{
    /// <summary>Incomplete layouts with more seeds than these, for which a system of this size would be solved, are not blocked.</summary>
    private const int MostSeeds = 300;

    /// <summary>A deviation below this part of the values is their rounding, not a spread.</summary>
    private const double Rounding = 1e-12;

    private readonly ImmutableArray<double> effects;
    private readonly ImmutableArray<int> counts;

    /// <summary>Of each configuration, the share of each seed but the last; null where that cancels in every difference.</summary>
    private readonly double[][]? shares;
    private readonly double[,]? inverse;

    /// <summary>The variance σ² of one measurement about its configuration and its seed.</summary>
    public double Variance { get; }

    /// <summary>Degrees of freedom of <see cref="Variance"/>, at least 1.</summary>
    public int Degrees { get; }

    /// <summary>Whether what a seed does to all configurations alike was set apart.</summary>
    public bool Blocked { get; }

    /// <summary>
    /// The variance of one measurement about its configuration, the seed's part included: what an interval of one mean rests on.
    /// </summary>
    public double Within { get; }

    /// <summary>
    /// Degrees of freedom of <see cref="Within"/>, which is a sum of two mean squares, by F. E. Satterthwaite, "An approximate
    /// distribution of estimates of variance components", Biometrics Bulletin 2 (1946).
    /// </summary>
    public double WithinDegrees { get; }

    private SeedSpread(Layout layout, double within, int withinDegrees)
    {
        counts = [.. layout.Values.Select(values => values.Length)];
        var blocks = Blocks.Of(layout);
        (Blocked, Degrees) = (blocks is not null, blocks?.Degrees ?? withinDegrees);
        (effects, shares, inverse) = blocks is null ? ([.. layout.Means], null, null) : (blocks.Effects, blocks.Shares, blocks.Inverse);
        Variance = Seen(layout, (blocks?.Residual ?? within) / Degrees);
        Within = Seen(layout, within / withinDegrees);
        WithinDegrees = withinDegrees;
        if (blocks is { } fit && Within > 0)
        {
            var (ofSeeds, rest) = (Math.Max(0, within - fit.Residual) / withinDegrees, fit.Residual / withinDegrees);
            var (seedDegrees, sum) = (withinDegrees - fit.Degrees, ofSeeds + rest);
            WithinDegrees = sum * sum / ((ofSeeds * ofSeeds / seedDegrees) + (rest * rest / fit.Degrees));
        }
    }

    /// <returns>Null where no configuration has more than one seed: then nothing is known of the spread.</returns>
    public static SeedSpread? Of(IReadOnlyList<Candidate> family)
    {
        var layout = Layout.Of(family);
        var degrees = layout.Values.Sum(values => values.Length - 1);
        if (degrees == 0)
            return null;
        var within = 0.0;
        for (var c = 0; c < layout.Values.Length; c++)
            within += SquaresAbout(layout.Means[c], layout.Values[c]);
        return new(layout, within, degrees);
    }

    private static double SquaresAbout(double mean, double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += (value - mean) * (value - mean);
        return sum;
    }

    /// <summary>
    /// The second configuration minus the first, what seeds did to either set apart, and the variance of that in units of
    /// <see cref="Variance"/>.
    /// </summary>
    public (double Difference, double Factor) Contrast(int first, int second)
    {
        var factor = (1.0 / counts[first]) + (1.0 / counts[second]);
        if (shares is not null && inverse is not null)
        {
            var apart = shares[second].Zip(shares[first], (a, b) => a - b).ToArray();
            for (var i = 0; i < apart.Length; i++)
                for (var j = 0; j < apart.Length; j++)
                    factor += apart[i] * inverse[i, j] * apart[j];
        }
        return (effects[second] - effects[first], factor);
    }

    private static double Seen(Layout layout, double variance) =>
        Math.Sqrt(variance) <= Rounding * layout.Means.Max(Math.Abs) ? 0 : variance;

    /// <summary>The measurements by configuration, and of each which seed (counted from 0) it belongs to.</summary>
    private sealed record Layout(double[][] Values, int[][] Seeds, double[] Means, int SeedCount)
    {
        public static Layout Of(IReadOnlyList<Candidate> family)
        {
            var numbers = new Dictionary<long, int>();
            var seeds = family.Select(c => c.Trials.Select(trial => Number(trial.Row.Seed)).ToArray()).ToArray();
            return new([.. family.Select(c => c.Values.Values.ToArray())], seeds, [.. family.Select(c => c.Mean)], numbers.Count);

            int Number(long seed)
            {
                if (!numbers.TryGetValue(seed, out var number))
                    numbers.Add(seed, number = numbers.Count);
                return number;
            }
        }

        /// <summary>Every configuration has every seed.</summary>
        public bool Complete => Seeds.All(seeds => seeds.Length == SeedCount);

        /// <summary>Whether each configuration can be reached from each other by seeds that two have in common.</summary>
        public bool Connected()
        {
            var bySeed = Enumerable.Range(0, Seeds.Length)
                .SelectMany(c => Seeds[c].Select(s => (s, c))).ToLookup(pair => pair.s, pair => pair.c);
            var (reached, seen, next) = (new HashSet<int> { 0 }, new HashSet<int>(), new Stack<int>([0]));
            while (next.TryPop(out var configuration))
                foreach (var other in Seeds[configuration].Where(seen.Add).SelectMany(seed => bySeed[seed]).Where(reached.Add))
                    next.Push(other);
            return reached.Count == Seeds.Length;
        }
    }

    /// <summary>The additive model, fitted.</summary>
    private sealed record Blocks(double Residual, int Degrees, ImmutableArray<double> Effects, double[][]? Shares, double[,]? Inverse)
    {
        /// <returns>Null where the model does not apply, or leaves nothing to estimate the variance from.</returns>
        public static Blocks? Of(Layout layout)
        {
            var degrees = layout.Values.Sum(values => values.Length) - layout.Values.Length - layout.SeedCount + 1;
            if (layout.Values.Length < 2 || degrees < 1)
                return null;
            // A complete layout is connected.
            if (!layout.Complete && (layout.SeedCount > MostSeeds || !layout.Connected()))
                return null;
            return layout.Complete ? Balanced(layout, degrees) : Unbalanced(layout, degrees);
        }

        /// <summary>Every seed's effect is its mean over all configurations: no system is to be solved.</summary>
        private static Blocks Balanced(Layout layout, int degrees)
        {
            var seeds = new double[layout.SeedCount];
            Each(layout, (c, s, value) => seeds[s] += (value - layout.Means[c]) / layout.Values.Length);
            return new(ResidualOf(layout, layout.Means, seeds), degrees, [.. layout.Means], null, null);
        }

        /// <summary>The configurations are eliminated from the normal equations; the last seed's effect is 0.</summary>
        private static Blocks Unbalanced(Layout layout, int degrees)
        {
            var size = layout.SeedCount - 1;
            var shares = layout.Seeds.Select(seeds => SharesOf(seeds, size)).ToArray();
            var (matrix, right) = (new double[size, size], new double[size]);
            Each(layout, (c, s, value) =>
            {
                if (s == size)
                    return;
                matrix[s, s]++;
                right[s] += value - layout.Means[c];
                for (var other = 0; other < size; other++)
                    matrix[s, other] -= shares[c][other];
            });
            var inverse = Inverted(matrix, size);
            var effects = new double[size + 1];
            for (var i = 0; i < size; i++)
                for (var j = 0; j < size; j++)
                    effects[i] += inverse[i, j] * right[j];
            double[] configurations =
                [.. layout.Means.Zip(shares, (mean, share) => mean - share.Zip(effects, (part, effect) => part * effect).Sum())];
            return new(ResidualOf(layout, configurations, effects), degrees, [.. configurations], shares, inverse);
        }

        private static double[] SharesOf(int[] seeds, int size)
        {
            var shares = new double[size];
            foreach (var seed in seeds.Where(seed => seed < size))
                shares[seed] += 1.0 / seeds.Length;
            return shares;
        }

        private static double ResidualOf(Layout layout, double[] configurations, double[] seeds)
        {
            var sum = 0.0;
            Each(layout, (c, s, value) =>
            {
                var rest = value - configurations[c] - seeds[s];
                sum += rest * rest;
            });
            return sum;
        }

        private static void Each(Layout layout, Action<int, int, double> visit)
        {
            for (var c = 0; c < layout.Values.Length; c++)
                for (var i = 0; i < layout.Values[c].Length; i++)
                    visit(c, layout.Seeds[c][i], layout.Values[c][i]);
        }

        /// <summary>
        /// By Gauss and Jordan. The matrix of a connected layout is symmetric and positive definite, so no pivot is searched for.
        /// </summary>
        private static double[,] Inverted(double[,] matrix, int size)
        {
            var inverse = new double[size, size];
            for (var i = 0; i < size; i++)
                inverse[i, i] = 1;
            for (var pivot = 0; pivot < size; pivot++)
            {
                var by = matrix[pivot, pivot];
                for (var j = 0; j < size; j++)
                    (matrix[pivot, j], inverse[pivot, j]) = (matrix[pivot, j] / by, inverse[pivot, j] / by);
                for (var row = 0; row < size; row++)
                {
                    if (row == pivot || matrix[row, pivot] is not (var times and not 0))
                        continue;
                    for (var j = 0; j < size; j++)
                    {
                        matrix[row, j] -= times * matrix[pivot, j];
                        inverse[row, j] -= times * inverse[pivot, j];
                    }
                }
            }
            return inverse;
        }
    }
}
