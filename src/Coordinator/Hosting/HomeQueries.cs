using System.Collections.Immutable;
using Serilog;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Hosting;

/// <summary>Answers straight from a home folder where no coordinator is live. Nobody trains there, so nothing is shown as running.</summary>
public sealed class HomeQueries : IQueries, IAsyncDisposable
{
    private readonly OpenHome _home;

    private HomeQueries(OpenHome home) => _home = home;

    /// <exception cref="BadInputException">The home is in use, cannot be written, or its journal is damaged.</exception>
    public static async Task<HomeQueries> Open(Home home, ILogger log) => new(await OpenHome.Open(home, log));

    public Task<StatusView> Status(CancellationToken cancellation) => _home.Database.Ask(database => new StatusView(
        false, [.. Queries.Sweeps(database).Select(sweep => Queries.View(database, sweep, live: false))], [], Queries.Agents(database)));

    public Task<SweepView> Sweep(string? sweep, CancellationToken cancellation) =>
        _home.Database.Ask(database => Queries.View(database, Queries.Sweep(database, sweep), live: false));

    public async Task<BestView> Best(string? sweep, CancellationToken cancellation) => (await Sweep(sweep, cancellation)).Best;

    public Task<ImmutableArray<TrialRow>> Results(string? sweep, CancellationToken cancellation) => _home.Database.Ask(database =>
        ImmutableArray.CreateRange(Queries.Results(database, Queries.Sweep(database, sweep).Spec.Name), AtRest));

    public Task<ImmutableArray<AgentView>> Agents(CancellationToken cancellation) => _home.Database.Ask(Queries.Agents);

    public ValueTask DisposeAsync() => _home.DisposeAsync();

    private static TrialRow AtRest(TrialRow row) => row.State == TrialState.Running ? row with { State = TrialState.Pending } : row;
}
