using System.Collections.Immutable;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Questions;

/// <summary>What questions are answered from: the results database, and what is in none because it is so at this moment only.</summary>
internal interface ISource
{
    /// <summary>Whether a coordinator is there, so that somebody could train.</summary>
    bool Live { get; }

    /// <exception cref="ResultsUnavailableException">It has missed something for good.</exception>
    ResultsDatabase Database { get; }

    /// <summary>
    /// Asks what is recorded of sweeps and their trials, which may stand in another place than the database, and is quicker there.
    /// </summary>
    Task<T> Recorded<T>(Func<IRecords, T> ask);

    RunLogs Logs { get; }

    Task<StatusView> Status(CancellationToken cancellation);

    /// <summary>At work or gone, by what was heard of them; as they last registered where nobody listens.</summary>
    Task<ImmutableArray<AgentView>> Agents(CancellationToken cancellation);

    /// <exception cref="BadInputException">There is nothing of that name, or several things.</exception>
    Task<ExplanationView> Explain(string name, ExplainedKind? kind, CancellationToken cancellation);

    /// <summary>So many entries of the journal as a page has, in words.</summary>
    /// <param name="since">After which one; negative is counted from the end of those that are told.</param>
    /// <param name="agent">Whom they are about; null tells all.</param>
    Task<EventPage> Events(long since, string? agent, CancellationToken cancellation);

    /// <exception cref="BadInputException">The submission would be refused.</exception>
    Task<SubmitView> Preview(SweepSpec spec, CancellationToken cancellation);
}
