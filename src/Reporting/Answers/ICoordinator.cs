using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Answers;

/// <summary>What a live coordinator does on request. Each returns only after the decision is in the journal.</summary>
public interface ICommands
{
    /// <summary>Submits without asking, whatever leaves the grid.</summary>
    Task<SubmitView> Submit(SweepSpec spec, string source, CancellationToken cancellation);

    /// <param name="confirmed">Whether trials with results may leave the grid.</param>
    /// <exception cref="UnconfirmedException">Some would, and it was not confirmed: nothing was done.</exception>
    Task<SubmitView> Submit(SweepSpec spec, string source, bool confirmed, CancellationToken cancellation);
    Task Cancel(string sweep, CancellationToken cancellation);
    Task Resume(string sweep, CancellationToken cancellation);
    /// <returns>How many trials will be tried again.</returns>
    Task<int> RetryFailed(string sweep, CancellationToken cancellation);
}

/// <summary>A live coordinator, in this process or over HTTP.</summary>
public interface ICoordinator : IQueries, ICommands;

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

    /// <summary>How the range would have kept them, as the sweep file says it; null where nothing near is known.</summary>
    public string? Advice { get; init; }
}

/// <summary>
/// A submission would take trials with results out of the grid and was not confirmed. The message asks, in whole sentences.
/// </summary>
public sealed class UnconfirmedException(string message) : Exception(message);
