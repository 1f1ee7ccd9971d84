using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Answers;

/// <summary>What a live coordinator does on request. Each returns only after the decision is in the journal.</summary>
public interface ICommands
{
    /// <summary>The same, with a person's name beside each order in the journal, where they are not known by other means.</summary>
    ICommands InNameOf(string person) => this;

    /// <summary>Submits without asking, whatever leaves the grid.</summary>
    Task<SubmitView> Submit(SweepSpec spec, string source, CancellationToken cancellation);

    /// <param name="confirmed">Whether trials with results may leave the grid.</param>
    /// <exception cref="UnconfirmedException">Some would, and it was not confirmed: nothing was done.</exception>
    Task<SubmitView> Submit(SweepSpec spec, string source, bool confirmed, CancellationToken cancellation);

    /// <summary>Keeps the packed code of a program for the sweep that will name it.</summary>
    /// <param name="sha256">Of the archive.</param>
    Task PutCode(string sha256, Stream archive, CancellationToken cancellation);
    Task Cancel(string sweep, CancellationToken cancellation);
    Task Resume(string sweep, CancellationToken cancellation);
    /// <returns>How many trials will be tried again.</returns>
    Task<int> RetryFailed(string sweep, CancellationToken cancellation);
    /// <summary>The agent gets no more runs until <see cref="ResumeAgent"/>, across restarts.</summary>
    /// <param name="reason">A person's own words, shown with it.</param>
    Task HoldAgent(string agent, AgentHold how, string? reason, CancellationToken cancellation);
    Task ResumeAgent(string agent, CancellationToken cancellation);
}

/// <summary>A live coordinator, in this process or over HTTP.</summary>
public interface ICoordinator : IQueries, ICommands;

/// <summary>
/// A submission would take trials with results out of the grid and was not confirmed. The message asks, in whole sentences.
/// </summary>
public sealed class UnconfirmedException(string message) : Exception(message);
