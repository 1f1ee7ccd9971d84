using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Answers;

/// <summary>
/// What the command line asks of a home: over HTTP where a coordinator is live, straight on the home folder where none is.
/// Every question that names no sweep means the one submitted last. An unknown sweep, or none at all, is a <see cref="BadInputException"/>.
/// </summary>
public interface IQueries
{
    Task<StatusView> Status(CancellationToken cancellation);
    Task<SweepView> Sweep(string? sweep, CancellationToken cancellation);
    Task<BestView> Best(string? sweep, CancellationToken cancellation);

    /// <summary>All trials of the sweep that are part of its grid, in the grid's order.</summary>
    Task<ImmutableArray<TrialRow>> Results(string? sweep, CancellationToken cancellation);

    /// <summary>Answers a question over trials, which is read where it is answered: what travels is the answer alone.</summary>
    Task<ResultTable> Ask(TrialQuestion question, CancellationToken cancellation);

    /// <summary>Answers a question in LiteDB's SQL, which can change nothing.</summary>
    Task<ResultTable> Select(SqlQuestion question, CancellationToken cancellation);

    /// <summary>
    /// The sweep's grid with all trials as it stands at one moment, without curves and attempts: what a ranking is made from.
    /// </summary>
    Task<SweepRecord> Ranking(string? sweep, CancellationToken cancellation);

    /// <summary>Everything about the sweep's grid, as it stands at one moment: what reports, plots and exports are made from.</summary>
    Task<SweepRecord> Record(string? sweep, CancellationToken cancellation);
    Task<ImmutableArray<AgentView>> Agents(CancellationToken cancellation);

    /// <summary>What the submission of the spec would come to.</summary>
    /// <exception cref="BadInputException">It would be refused.</exception>
    Task<SubmitView> Preview(SweepSpec spec, CancellationToken cancellation);

    /// <summary>Where the epochs of a run came from, from the first on; empty where none is recorded.</summary>
    Task<ImmutableArray<EpochOrigin>> Origins(RunId run, CancellationToken cancellation);

    /// <summary>The content of a checkpoint, to be verified by whoever reads it; null where it is not there (any more).</summary>
    /// <param name="sha256">Its name.</param>
    Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation);
}

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
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TrainedBy { get; init; }

    /// <summary>Whether the sweep was cancelled; the submission resumes it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WasCancelled { get; init; }

    /// <summary>How the range would have kept them, as the sweep file says it; null where nothing near is known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Advice { get; init; }
}

/// <summary>
/// A submission would take trials with results out of the grid and was not confirmed. The message asks, in whole sentences.
/// </summary>
public sealed class UnconfirmedException(string message) : Exception(message);
