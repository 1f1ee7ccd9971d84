using Sweep.Experiments.Expressions;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>
/// The order of rows by keys: a total order. In both directions not-a-number comes after everything, missing after that,
/// and rows that are equal in every key keep their order.
/// </summary>
internal static class Ranking
{
    /// <param name="keys">The values of each key by row, the most important key first.</param>
    /// <returns>The rows' numbers, first row first.</returns>
    public static int[] Of(int count, IReadOnlyList<(Value[] Values, bool Descending)> keys)
    {
        var order = Enumerable.Range(0, count).ToArray();
        if (keys.Count > 0)
            Array.Sort(order, (a, b) => Compare(a, b, keys));
        return order;
    }

    private static int Compare(int a, int b, IReadOnlyList<(Value[] Values, bool Descending)> keys)
    {
        foreach (var (values, descending) in keys)
        {
            var order = Compare(values[a], values[b], descending);
            if (order != 0)
                return order;
        }
        return a.CompareTo(b);
    }

    public static int Compare(Value a, Value b, bool descending)
    {
        var rank = Class(a).CompareTo(Class(b));
        return rank != 0 ? rank : (Value.Compare(a, b) ?? 0) * (descending ? -1 : 1);
    }

    private static int Class(Value value) => value.IsMissing ? 2 : value.IsNaN ? 1 : 0;
}
