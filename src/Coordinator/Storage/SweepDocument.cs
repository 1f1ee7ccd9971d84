using System.Text.Json;
using LiteDB;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using JsonSerializer = System.Text.Json.JsonSerializer;

namespace Sweep.Coordinator.Storage;

/// <summary>A sweep in the results database; its specification and its file's own text are kept whole.</summary>
internal static class SweepDocument
{
    public static BsonDocument Of(StoredSweep sweep) => new BsonDocument
    {
        ["_id"] = sweep.Spec.Name,
        ["v"] = Schema.Version,
        ["submitted"] = sweep.Submitted,
        ["submittedAt"] = Bson.Instant(sweep.SubmittedAt),
        ["cancelled"] = sweep.Cancelled,
        ["dataset"] = sweep.Spec.Dataset.Name,
        ["model"] = sweep.Spec.Model.Name,
        ["objective"] = sweep.Spec.Objective.Metric,
        ["trials"] = Counts(sweep.Counts),
        ["runs"] = sweep.Runs,
        ["epochsTrained"] = sweep.EpochsTrained,
        ["epochsPlanned"] = sweep.EpochsPlanned,
        ["spec"] = JsonSerializer.Serialize(sweep.Spec, SweepJson.Options),
        ["source"] = sweep.Source,
    }.WithWinner(sweep.Best);

    public static SweepOutline Outline(BsonDocument document) => new(
        document["_id"].AsString,
        document["dataset"].AsString,
        document["model"].AsString,
        document["objective"].AsString,
        document.Instant("submittedAt"),
        document["cancelled"].AsBoolean,
        Counts(document["trials"].AsDocument),
        document["runs"].AsInt32,
        document["epochsTrained"].AsInt32,
        document["epochsPlanned"].AsInt32,
        Winner(document));

    public static StoredSweep Record(BsonDocument document) => new(
        JsonSerializer.Deserialize<SweepSpec>(document["spec"].AsString, SweepJson.Options)
            ?? throw new JsonException("a sweep without its specification"),
        document["source"].AsString,
        document.Instant("submittedAt"),
        document["submitted"].AsInt64,
        document["cancelled"].AsBoolean,
        Counts(document["trials"].AsDocument),
        document["runs"].AsInt32,
        document["epochsTrained"].AsInt32,
        document["epochsPlanned"].AsInt32,
        Winner(document));

    private static StoredWinner? Winner(BsonDocument document) => document.Text("best") is { } best
        ? new(new(best), document.Number("bestMean") ?? double.NaN, document["bestSeeds"].AsInt32, new(document["bestSingle"].AsString))
        : null;

    private static BsonDocument WithWinner(this BsonDocument document, StoredWinner? winner)
    {
        if (winner is null)
            return document;
        document["best"] = winner.Trial.Value;
        document["bestSeeds"] = winner.Seeds;
        document["bestSingle"] = winner.Single.Value;
        return document.WithNumber("bestMean", winner.Mean);
    }

    private static BsonDocument Counts(TrialCounts counts) => new()
    {
        ["total"] = counts.Total,
        ["completed"] = counts.Completed,
        ["diverged"] = counts.Diverged,
        ["failed"] = counts.Failed,
        ["pending"] = counts.Pending,
        ["running"] = counts.Running,
        ["cancelled"] = counts.Cancelled,
    };

    private static TrialCounts Counts(BsonDocument document) => new(
        document["total"].AsInt32, document["completed"].AsInt32, document["diverged"].AsInt32,
        document["failed"].AsInt32, document["pending"].AsInt32)
    {
        Running = document["running"].AsInt32,
        Cancelled = document["cancelled"].AsInt32,
    };
}
