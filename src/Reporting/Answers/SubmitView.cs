using System.Text.Json.Serialization;

namespace Sweep.Reporting.Answers;

/// <summary>The answer to a submission.</summary>
/// <param name="Trials">Trials in the grid now.</param>
/// <param name="NewTrials">Of these, not in the grid before.</param>
/// <param name="RemovedTrials">In the grid before, no longer now; they stay in the database.</param>
/// <param name="OpenTrials">Without a result: what is left to do. Zero means that the sweep is complete and trains nothing.</param>
public sealed record SubmitView(string Sweep, int Trials, int NewTrials, int RemovedTrials, int OpenTrials, int EpochsToTrain)
{
    /// <summary>Of the removed trials, those with a result.</summary>
    public int RemovedResults { get; init; }

    /// <summary>
    /// The version of the program that trained the sweep last; null where nothing was trained, or nothing is left to train.
    /// </summary>
    public string? TrainedBy { get; init; }

    /// <summary>Whether the sweep was cancelled; the submission resumes it.</summary>
    public bool WasCancelled { get; init; }

    /// <summary>The SHA-256 of the code that the sweep has, where it is another than this one's; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PinnedCode { get; init; }

    /// <summary>How the range would have kept them, as the sweep file says it; null where nothing near is known.</summary>
    public string? Advice { get; init; }
}
