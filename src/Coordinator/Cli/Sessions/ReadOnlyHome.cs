using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>
/// A home that may only be read, in a coordinator's place: questions are answered, and orders that would change nothing are obeyed.
/// </summary>
/// <param name="only">What is said to every other order.</param>
internal sealed class ReadOnlyHome(IQueries queries, ReadOnlyHomeException only) : ICoordinator
{
    public Task<TAnswer> Ask<TAnswer>(Question<TAnswer> question, CancellationToken cancellation) => queries.Ask(question, cancellation);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) => queries.Checkpoint(sha256, cancellation);

    public Task<SubmitView> Submit(SweepSpec spec, string source, CancellationToken cancellation) =>
        Submit(spec, source, confirmed: true, cancellation);

    /// <summary>Of a sweep that is complete and would stay as it is.</summary>
    public async Task<SubmitView> Submit(SweepSpec spec, string source, bool confirmed, CancellationToken cancellation)
    {
        var view = await queries.Preview(spec, cancellation);
        return view is { NewTrials: 0, RemovedTrials: 0, OpenTrials: 0, WasCancelled: false } ? view : throw only;
    }

    public Task PutCode(string sha256, Stream archive, CancellationToken cancellation) => throw only;

    public Task Cancel(string sweep, CancellationToken cancellation) => throw only;

    public Task Resume(string sweep, CancellationToken cancellation) => throw only;

    public Task<int> RetryFailed(string sweep, CancellationToken cancellation) => throw only;

    public Task HoldAgent(string agent, AgentHold how, string? reason, CancellationToken cancellation) => throw only;

    public Task ResumeAgent(string agent, CancellationToken cancellation) => throw only;
}
