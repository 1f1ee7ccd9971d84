using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Reporting.Expressions;

/// <summary>How the values of a group become one.</summary>
internal enum AggregateKind { Mean, Std, Min, Max, Median, Sum, Count }

/// <summary>One number for a group of trials, such as <c>mean(valAccuracy)</c>. Missing values do not take part.</summary>
/// <param name="Operand">Null only for <c>count()</c>, which counts trials.</param>
internal sealed record Aggregate(AggregateKind Kind, Scalar? Operand)
{
    public static readonly IReadOnlyList<string> Names = ["mean", "std", "min", "max", "median", "sum", "count"];

    /// <summary>Reads a list such as <c>mean(valAccuracy), count()</c>.</summary>
    public static IReadOnlyList<Aggregate> ParseList(string text) => new Parser(text).Aggregates();

    public ValueKind ValueKind => (Kind, Operand?.Kind) switch
    {
        (AggregateKind.Count, _) or (AggregateKind.Min or AggregateKind.Max, ValueKind.Integer) => ValueKind.Integer,
        _ => ValueKind.Number,
    };

    public override string ToString() => $"{Names[(int)Kind]}({Operand})";

    public Value Of(IReadOnlyList<TrialRow> group)
    {
        if (Operand is null)
            return Value.Of((long)group.Count);
        var values = group.Select(Operand.Of).Where(v => !v.IsMissing).ToArray();
        return Kind switch
        {
            AggregateKind.Count => Value.Of((long)values.Length),
            _ when values.Length == 0 => Value.Missing(ValueKind),
            AggregateKind.Min => Extreme(values, -1),
            AggregateKind.Max => Extreme(values, +1),
            AggregateKind.Mean => Value.Of(Mean(values)),
            AggregateKind.Std => values.Length < 2 ? Value.Missing(ValueKind) : Value.Of(Deviation(values)),
            AggregateKind.Median => Value.Of(Median(values)),
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

    /// <summary>The middle one, or the mean of the two in the middle; not a number as soon as one value is not.</summary>
    private static double Median(Value[] values)
    {
        if (values.Any(v => v.IsNaN))
            return double.NaN;
        var sorted = values.Select(v => v.Number).Order().ToArray();
        var middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
