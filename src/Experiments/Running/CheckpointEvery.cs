using System.Text.Json.Serialization;

namespace Sweep.Experiments.Running;

/// <summary>
/// How seldom a run may keep a checkpoint: a kill then costs it the epochs since the last one. Whichever of the two comes first; without
/// <paramref name="Seconds"/> it is <see cref="DefaultSeconds"/> of training at most.
/// </summary>
/// <param name="Epochs">Null counts none.</param>
/// <param name="Seconds">Of training. An epoch that would end later has a checkpoint before it.</param>
public sealed record CheckpointEvery(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Epochs = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Seconds = null)
{
    public const double DefaultSeconds = 600;

    /// <summary>No run is left without a checkpoint for longer: a day.</summary>
    public const double MostSeconds = 86_400;

    /// <summary>Whether it is one at all.</summary>
    [JsonIgnore]
    public bool CanBe => (Epochs ?? Seconds) is not null && Epochs is null or (>= 1 and <= EpochMetrics.MostEpochs)
        && Seconds is null or (> 0 and <= MostSeconds);

    /// <param name="epochs">Trained since the last checkpoint.</param>
    /// <param name="seconds">What they took.</param>
    /// <param name="latest">What the last of them took, and so the next one may.</param>
    public bool IsDue(int epochs, double seconds, double latest) =>
        epochs >= Epochs || seconds + latest > (Seconds ?? DefaultSeconds);
}
