using LiteDB;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Storage;

/// <summary>
/// Hyperparameters within a document: those of the built-in network as fields of their own, a program's within <c>parameters</c>, where no
/// name can meet one of the document's.
/// </summary>
internal static class ParameterFields
{
    private const string Others = "parameters";

    public static BsonDocument WithParameters(this BsonDocument document, IEnumerable<KeyValuePair<string, ParameterValue>> values)
    {
        var others = new BsonDocument();
        foreach (var (name, value) in values)
            (ParameterName.Known.Contains(name) ? document : others)[name] = ValueOf(name, value);
        if (others.Count > 0)
            document[Others] = others;
        return document;
    }

    /// <summary>All but the epochs.</summary>
    public static RunParameters Parameters(this BsonDocument document)
    {
        var known = ParameterName.Known.Where(name => name != ParameterName.Epochs && document.ContainsKey(name))
            .Select(name => KeyValuePair.Create(name, document[name]));
        var others = document.TryGetValue(Others, out var named) ? named.AsDocument : [];
        return RunParameters.Of(known.Concat(others).Select(value => KeyValuePair.Create(value.Key, ValueOf(value.Value))));
    }

    /// <summary>What fits 32 bits by its name has them, as in every document before.</summary>
    private static BsonValue ValueOf(string name, ParameterValue value) => value.Kind switch
    {
        ParameterKind.Text => value.Text,
        ParameterKind.Boolean => value.Boolean,
        ParameterKind.Whole when name is ParameterName.Epochs or ParameterName.BatchSize => (int)value.Whole,
        ParameterKind.Whole when name is not (ParameterName.LearningRate or ParameterName.WeightDecay) => value.Whole,
        _ => value.Number,
    };

    private static ParameterValue ValueOf(BsonValue value) => value.Type switch
    {
        BsonType.String => ParameterValue.Of(value.AsString),
        BsonType.Boolean => ParameterValue.Of(value.AsBoolean),
        BsonType.Double => ParameterValue.Of(value.AsDouble),
        _ => ParameterValue.Of(value.AsInt64),
    };
}
