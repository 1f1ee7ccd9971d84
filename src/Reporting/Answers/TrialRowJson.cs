using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Experiments.Trials;

namespace Sweep.Reporting.Answers;

/// <summary>Writes a row as the document that programs of ours exchange.</summary>
internal sealed class TrialRowJson : JsonConverter<TrialRow>
{
    public override TrialRow Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonSerializer.Deserialize<TrialRowDocument>(ref reader, options)?.Row() ?? throw new JsonException("A trial is an object.");

    public override void Write(Utf8JsonWriter writer, TrialRow value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, TrialRowDocument.Of(value), options);
}

/// <summary>
/// A row as JSON. The names and their order are a contract; null is a parameter of the built-in network that a program has not.
/// </summary>
internal sealed record TrialRowDocument(
    TrialId Trial, TrialState State, double? Lr, int Epochs, double? WeightDecay, int? BatchSize, long Seed,
    double? TrainLoss, double? ValLoss, double? ValAccuracy, int? BestEpoch, double? BestEpochValAccuracy, double? Seconds,
    RunId Run, string? Agent, int Attempt)
{
    public string Sweep { get; init; } = "";
    public string? Cause { get; init; }
    public bool InGrid { get; init; } = true;
    public double? OwnSeconds { get; init; }
    public double? LostSeconds { get; init; }
    public string? Device { get; init; }
    public string? Host { get; init; }
    public string? Precision { get; init; }
    public DateTimeOffset? Started { get; init; }
    public DateTimeOffset? Finished { get; init; }

    /// <summary>What was measured beside trainLoss, valLoss and valAccuracy; left out where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MetricValues? Metrics { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BestEpochValue { get; init; }

    /// <summary>The hyperparameters that the built-in network does not have; left out where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Dictionary<string, ParameterValue>? Parameters { get; init; }

    public static TrialRowDocument Of(TrialRow row)
    {
        var parameters = row.Hyperparameters.Shared;
        var others = parameters.Others.ToDictionary();
        return new(
            row.Trial, row.State, parameters[ParameterName.LearningRate]?.Number, row.Epochs, parameters[ParameterName.WeightDecay]?.Number,
            (int?)parameters[ParameterName.BatchSize]?.Whole, row.Seed,
            row.TrainLoss, row.ValLoss, row.ValAccuracy, row.BestEpoch, row.BestEpochValAccuracy, row.Seconds,
            row.Run, row.Agent, row.Attempt)
        {
            Sweep = row.Sweep,
            Cause = row.Cause,
            InGrid = row.InGrid,
            OwnSeconds = row.OwnSeconds,
            LostSeconds = row.LostSeconds,
            Device = row.Device,
            Host = row.Host,
            Precision = row.Precision,
            Started = row.Started,
            Finished = row.Finished,
            Metrics = row.Metrics,
            BestEpochValue = row.BestEpochValue,
            Parameters = others.Count > 0 ? others : null,
        };
    }

    public TrialRow Row() => new(
        Trial, State, RunParameters.Of(Named()).For(Epochs),
        TrainLoss, ValLoss, ValAccuracy, BestEpoch, BestEpochValAccuracy, Seconds, Run, Agent, Attempt)
    {
        Sweep = Sweep,
        Cause = Cause,
        InGrid = InGrid,
        OwnSeconds = OwnSeconds,
        LostSeconds = LostSeconds,
        Device = Device,
        Host = Host,
        Precision = Precision,
        Started = Started,
        Finished = Finished,
        Metrics = Metrics,
        BestEpochValue = BestEpochValue,
    };

    private IEnumerable<KeyValuePair<string, ParameterValue>> Named()
    {
        if (Lr is { } lr)
            yield return new(ParameterName.LearningRate, ParameterValue.Of(lr));
        if (WeightDecay is { } decay)
            yield return new(ParameterName.WeightDecay, ParameterValue.Of(decay));
        if (BatchSize is { } batch)
            yield return new(ParameterName.BatchSize, ParameterValue.Of((long)batch));
        yield return new(ParameterName.Seed, ParameterValue.Of(Seed));
        foreach (var other in Parameters ?? [])
            yield return other;
    }
}
