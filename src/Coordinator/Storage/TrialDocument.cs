using LiteDB;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying;

namespace Sweep.Coordinator.Storage;

/// <summary>A trial in the results database: its row, and its place in the grid of its sweep.</summary>
internal static class TrialDocument
{
    public static BsonDocument Of(TrialRow row, int order)
    {
        var document = new BsonDocument
        {
            ["_id"] = row.Trial.Value,
            ["v"] = Schema.Version,
            ["sweep"] = row.Sweep,
            ["order"] = order,
            ["inGrid"] = row.InGrid,
            ["state"] = Bson.Name(row.State),
        }.WithParameters(row.Hyperparameters.Values);
        document["run"] = row.Run.Value;
        document["attempt"] = row.Attempt;
        return document.WithResult(row);
    }

    public static TrialRow Row(BsonDocument document) => new(
        new(document["_id"].AsString),
        Bson.Named<TrialState>(document["state"].AsString),
        document.Parameters().For(document["epochs"].AsInt32),
        document.Number("trainLoss"),
        document.Number("valLoss"),
        document.Number("valAccuracy"),
        document.Integer("bestEpoch"),
        document.Number("bestEpochValAccuracy"),
        document.Number("seconds"),
        new(document["run"].AsString),
        document.Text("agent"),
        document["attempt"].AsInt32)
    {
        Sweep = document["sweep"].AsString,
        Cause = document.Text("cause"),
        InGrid = document["inGrid"].AsBoolean,
        OwnSeconds = document.Number("ownSeconds"),
        LostSeconds = document.Number("lostSeconds"),
        Device = document.Text("device"),
        Host = document.Text("host"),
        Precision = document.Text("precision"),
        Started = document.InstantIfAny("started"),
        Finished = document.InstantIfAny("finished"),
        Metrics = document.OtherMetrics(),
        BestEpochValue = document.Number("bestEpochValue"),
    };

    public static StoredTrial Stored(BsonDocument document) => new(Row(document), document["order"].AsInt32);

    private static BsonDocument WithResult(this BsonDocument document, TrialRow row)
    {
        if (row.BestEpoch is { } epoch)
            document["bestEpoch"] = epoch;
        return document
            .WithNumber("trainLoss", row.TrainLoss)
            .WithNumber("valLoss", row.ValLoss)
            .WithNumber("valAccuracy", row.ValAccuracy)
            .WithMetrics(row.Metrics)
            .WithNumber("bestEpochValAccuracy", row.BestEpochValAccuracy)
            .WithNumber("bestEpochValue", row.BestEpochValue)
            .WithNumber("seconds", row.Seconds)
            .WithText("agent", row.Agent)
            .WithText("cause", row.Cause)
            .WithNumber("ownSeconds", row.OwnSeconds)
            .WithNumber("lostSeconds", row.LostSeconds)
            .WithText("device", row.Device)
            .WithText("host", row.Host)
            .WithText("precision", row.Precision)
            .WithInstant("started", row.Started)
            .WithInstant("finished", row.Finished);
    }
}
