using LiteDB;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Metrics as fields of their document: those of the built-in network beside the others, every other one within <c>metrics</c>, where it is
/// in the way of no field.
/// </summary>
internal static class MetricsDocument
{
    private const string Others = "metrics";

    public static BsonDocument WithMetrics(this BsonDocument document, MetricValues? values)
    {
        foreach (var (name, number) in values ?? MetricValues.None)
        {
            if (MetricNames.BuiltIn.Contains(name))
            {
                document.WithNumber(name, number);
                continue;
            }
            if (!document.ContainsKey(Others))
                document[Others] = new BsonDocument();
            document[Others].AsDocument.WithNumber(name, number);
        }
        return document;
    }

    public static MetricValues Metrics(this BsonDocument document)
    {
        if (!document.ContainsKey(Others))
            return MetricValues.Of(document.Numbers(MetricNames.BuiltIn));
        var others = document[Others].AsDocument;
        return MetricValues.Of(document.Numbers(MetricNames.BuiltIn).Concat(others.Numbers(Bson.NumberFields(others))));
    }

    /// <summary>Those that are no metrics of the built-in network; null where there are none.</summary>
    public static MetricValues? OtherMetrics(this BsonDocument document) => document.TryGetValue(Others, out var others)
        ? MetricValues.Of(others.AsDocument.Numbers(Bson.NumberFields(others.AsDocument)))
        : null;

    private static IEnumerable<KeyValuePair<string, double>> Numbers(this BsonDocument document, IEnumerable<string> fields)
    {
        foreach (var field in fields)
            if (document.Number(field) is { } number)
                yield return new(field, number);
    }
}
