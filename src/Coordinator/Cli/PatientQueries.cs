using System.Collections.Immutable;
using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Cli;

/// <summary>Questions to a home whose coordinator may end between two of them: whoever answers for the home then is asked again.</summary>
/// <param name="found">Who answers at first.</param>
/// <param name="find">Finds who answers now.</param>
internal sealed class PatientQueries(Answers found, Func<CancellationToken, Task<Answers>> find) : IQueries, IAsyncDisposable
{
    private Answers found = found;

    public Task<StatusView> Status(CancellationToken cancellation) => Ask(who => who.Status(cancellation), cancellation);

    public Task<SweepView> Sweep(string? sweep, CancellationToken cancellation) => Ask(who => who.Sweep(sweep, cancellation), cancellation);

    public Task<BestView> Best(string? sweep, CancellationToken cancellation) => Ask(who => who.Best(sweep, cancellation), cancellation);

    public Task<ImmutableArray<TrialRow>> Results(string? sweep, CancellationToken cancellation) =>
        Ask(who => who.Results(sweep, cancellation), cancellation);

    public Task<ResultTable> Ask(TrialQuestion question, CancellationToken cancellation) =>
        Ask(who => who.Ask(question, cancellation), cancellation);

    public Task<ResultTable> Select(SqlQuestion question, CancellationToken cancellation) =>
        Ask(who => who.Select(question, cancellation), cancellation);

    public Task<SweepRecord> Ranking(string? sweep, CancellationToken cancellation) =>
        Ask(who => who.Ranking(sweep, cancellation), cancellation);

    public Task<SweepRecord> Record(string? sweep, CancellationToken cancellation) =>
        Ask(who => who.Record(sweep, cancellation), cancellation);

    public Task<ImmutableArray<AgentView>> Agents(CancellationToken cancellation) => Ask(who => who.Agents(cancellation), cancellation);

    public Task<SubmitView> Preview(SweepSpec spec, CancellationToken cancellation) =>
        Ask(who => who.Preview(spec, cancellation), cancellation);

    public Task<ImmutableArray<EpochOrigin>> Origins(RunId run, CancellationToken cancellation) =>
        Ask(who => who.Origins(run, cancellation), cancellation);

    public Task<Stream?> Checkpoint(string sha256, CancellationToken cancellation) =>
        Ask(who => who.Checkpoint(sha256, cancellation), cancellation);

    public ValueTask DisposeAsync() => found.DisposeAsync();

    private async Task<T> Ask<T>(Func<IQueries, Task<T>> question, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return await question(found.Queries);
            }
            catch (NoCoordinatorException gone) when (gone.MayComeBack)
            {
                await found.DisposeAsync();
                found = await find(cancellation);
            }
        }
    }
}
