using System.Collections.Concurrent;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Coordinator.Dashboard;

/// <summary>
/// The document of <c>sweep best --json</c> for pages: reckoned once for all of them as long as no result comes, and by one thread at most,
/// since of a large sweep it is much to reckon.
/// </summary>
internal sealed class WinnerAnswer(IDashboardSource source) : IDisposable
{
    /// <summary>What a winner rests on: a submission, and how many trials ended how.</summary>
    private sealed record Basis(long Submitted, TrialCounts Counts, StoredWinner? Best);

    private readonly ConcurrentDictionary<string, (Basis Basis, BestDocument Document)> known = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim turn = new(1);

    /// <param name="sweep">Null is the one submitted last.</param>
    public async Task<BestDocument> Of(string? sweep, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            var (name, basis) = await source.Database.Ask(opened =>
            {
                var stored = Queries.Sweep(opened, sweep);
                return (stored.Spec.Name, new Basis(stored.Submitted, stored.Counts, stored.Best));
            });
            if (known.TryGetValue(name, out var last) && last.Basis == basis)
                return last.Document;
            var document = BestDocument.Of(Leaderboards.Best(
                await source.Database.Ask(opened => Queries.Ranking(opened, Queries.Sweep(opened, name), source.Live))));
            known[name] = (basis, document);
            return document;
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
