using LiteDB;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Storage;

/// <summary>Where and with what something was trained, as a field of its document.</summary>
internal static class ProvenanceDocument
{
    private const string Field = "provenance";

    public static BsonDocument WithProvenance(this BsonDocument document, Provenance? provenance)
    {
        if (provenance is not null)
            document[Field] = new BsonDocument
            {
                ["datasetFingerprint"] = provenance.DatasetFingerprint,
                ["device"] = provenance.Device,
                ["deviceModel"] = provenance.DeviceModel,
                ["libtorch"] = provenance.Libtorch,
                ["program"] = provenance.Program,
                ["precision"] = Bson.Name(provenance.Precision),
                ["driver"] = provenance.Driver,
            };
        return document;
    }

    public static Provenance? Read(BsonDocument document) => document.TryGetValue(Field, out var provenance)
        ? new(
            provenance["datasetFingerprint"].AsString, provenance["device"].AsString,
            provenance["deviceModel"].AsString, provenance["libtorch"].AsString,
            provenance["program"].AsString, Bson.Named<Precision>(provenance["precision"].AsString), provenance["driver"].AsString)
        : null;
}
