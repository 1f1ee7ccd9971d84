namespace Sweep.Experiments.Expressions;

/// <summary>How the values of a group become one.</summary>
internal enum AggregateKind { Mean, Std, Min, Max, Median, Sum, Count, ArgMax, ArgMin, Percentile }

/// <summary>One value for a group of trials, such as <c>mean(valAccuracy)</c>. Missing values do not take part.</summary>
/// <param name="Operand">Null only for <c>count()</c>, which counts trials.</param>
/// <param name="By">What <c>argmax</c> and <c>argmin</c> look for the extreme of; null for the others.</param>
/// <param name="Percent">Of <c>percentile</c>, 0 to 100; null for the others.</param>
internal sealed record Aggregate(AggregateKind Kind, Scalar? Operand, Scalar? By = null, Literal? Percent = null) : GroupValue
{
    public static readonly IReadOnlyList<string> Names =
        ["mean", "std", "min", "max", "median", "sum", "count", "argmax", "argmin", "percentile"];

    internal override Precedence Precedence => Precedence.Word;

    public override ValueKind Kinds => (Kind, Operand?.Kind) switch
    {
        (AggregateKind.Count, _) => ValueKind.Integer,
        (AggregateKind.Min or AggregateKind.Max or AggregateKind.ArgMax or AggregateKind.ArgMin, { } kind) => kind,
        _ => ValueKind.Number,
    };

    public override string ToString() =>
        $"{Names[(int)Kind]}({string.Join(", ", new Expression?[] { Operand, By, Percent }.OfType<Expression>())})";

    public override Value Of(IReadOnlyList<IRow> group)
    {
        if (By is not null)
            return OfExtreme(group, By, Kind == AggregateKind.ArgMax ? +1 : -1);
        if (Operand is null)
            return Value.Of((long)group.Count);
        var values = group.Select(Operand.Of).Where(v => !v.IsMissing).ToArray();
        return Kind switch
        {
            AggregateKind.Count => Value.Of((long)values.Length),
            _ when values.Length == 0 => Value.Missing(Kinds),
            AggregateKind.Min => Extreme(values, -1),
            AggregateKind.Max => Extreme(values, +1),
            AggregateKind.Mean => Value.Of(Mean(values)),
            AggregateKind.Std => values.Length < 2 ? Value.Missing(Kinds) : Value.Of(Deviation(values)),
            AggregateKind.Median => Value.Of(Percentile(values, 50)),
            AggregateKind.Percentile => Value.Of(Percentile(values, Percent!.Value.Number)),
            _ => Value.Of(values.Sum(v => v.Number)),
        };
    }

    /// <summary>Not-a-number loses against every number.</summary>
    private static Value Extreme(Value[] values, int sign) =>
        values.Aggregate((best, v) => best.IsNaN || Value.Compare(v, best) * sign > 0 ? v : best);

    private static double Mean(Value[] values) => values.Sum(v => v.Number) / values.Length;

    /// <summary>The sample standard deviation: n − 1 in the denominator.</summary>
    private static double Deviation(Value[] values)
    {
        var mean = Mean(values);
        return Math.Sqrt(values.Sum(v => (v.Number - mean) * (v.Number - mean)) / (values.Length - 1));
    }

    /// <summary>
    /// The value below which that part of the values lies, between two of them in proportion (type 7 of R. J. Hyndman and Y. Fan, "Sample
    /// quantiles in statistical packages", The American Statistician 50 (1996)); not a number as soon as one value is not.
    /// </summary>
    private static double Percentile(Value[] values, double percent)
    {
        if (values.Any(v => v.IsNaN))
            return double.NaN;
        var sorted = values.Select(v => v.Number).Order().ToArray();
        var at = percent / 100 * (sorted.Length - 1);
        var (below, part) = ((int)at, at - (int)at);
        return part == 0 ? sorted[below] : Between(sorted[below], sorted[below + 1], part);
    }

    private static double Between(double low, double high, double part)
    {
        var between = part == 0.5 ? (low + high) / 2 : low + (part * (high - low));
        // Between two infinities of one sign lies that infinity; a difference or a sum that is too large for a number is not one.
        return double.IsFinite(between) ? between : low == high ? low : (low * (1 - part)) + (high * part);
    }

    /// <summary>
    /// The operand of the trial in which <paramref name="by"/> is largest or smallest, of equals the first. Of a measurement only trials
    /// that completed take part: what a diverged one was left with is no success.
    /// </summary>
    private Value OfExtreme(IReadOnlyList<IRow> group, Scalar by, int sign)
    {
        var (found, best) = (Value.Missing(Kinds), (Value?)null);
        foreach (var row in group)
        {
            if (by.Measured && !row.CountsAsMeasured)
                continue;
            var value = by.Of(row);
            if (value.IsMissing || value.IsNaN || (best is { } so && Value.Compare(value, so) * sign <= 0))
                continue;
            (found, best) = (Operand!.Of(row), value);
        }
        return found;
    }
}
