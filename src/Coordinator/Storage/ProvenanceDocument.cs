using LiteDB;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Storage;

/// <summary>Where and with what something was trained, as a field of its document.</summary>
internal static class ProvenanceDocument
{
    private const string Field = "provenance";
    private const string Arithmetic = "arithmetic";

    public static BsonDocument WithProvenance(this BsonDocument document, Provenance? provenance)
    {
        if (provenance is null)
            return document;
        var fields = new BsonDocument
        {
            ["datasetFingerprint"] = provenance.DatasetFingerprint,
            ["device"] = provenance.Device,
            ["deviceModel"] = provenance.DeviceModel,
            ["libtorch"] = provenance.Libtorch,
            ["program"] = provenance.Program,
            ["precision"] = Bson.Name(provenance.Precision),
            ["driver"] = provenance.Driver,
        };
        if (provenance.Arithmetic is { } arithmetic)
            fields[Arithmetic] = arithmetic;
        document[Field] = fields;
        return document;
    }

    public static Provenance? Read(BsonDocument document) => document.TryGetValue(Field, out var provenance)
        ? new(
            provenance["datasetFingerprint"].AsString, provenance["device"].AsString,
            provenance["deviceModel"].AsString, provenance["libtorch"].AsString,
            provenance["program"].AsString, Bson.Named<Precision>(provenance["precision"].AsString), provenance["driver"].AsString)
        {
            Arithmetic = provenance.AsDocument.TryGetValue(Arithmetic, out var arithmetic) ? arithmetic.AsString : null,
        }
        : null;
}
