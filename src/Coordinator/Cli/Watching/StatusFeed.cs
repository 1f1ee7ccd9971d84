using System.CommandLine;
using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>What could be seen of a home just now.</summary>
/// <param name="Status">As last known; null before anything is.</param>
/// <param name="Queries">Who answered, until this is disposed; null where nobody did.</param>
/// <param name="Waiting">Why nobody answers, and what for is waited; null where somebody does.</param>
internal sealed record Sighting(StatusView? Status, IQueries? Queries, string? Waiting, Func<ValueTask>? End = null) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => End is null ? ValueTask.CompletedTask : End();
}

/// <summary>
/// The status of a home, look after look, over the ends and restarts of its coordinator. Where none is live the folder is opened once,
/// for a moment, after every coordinator that went: whoever wants to start one needs it more.
/// </summary>
internal sealed class StatusFeed(Shell shell, ParseResult parsed) : IDisposable
{
    /// <summary>A coordinator that takes longer is shown as silent, and asked again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>A coordinator that was restarted is back by then.</summary>
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(2);

    private const string NobodyIsThere = "Waiting for a coordinator: `sweep resume` starts one.";

    private readonly bool _named = parsed.GetValue(ConnectionOptions.Coordinator) is not null;
    private HttpCoordinator? _live;
    private StatusView? _known;
    private long? _lostAt;
    private bool _folderSeen;

    /// <exception cref="NoCoordinatorException">A coordinator that was named has never answered.</exception>
    public async Task<Sighting> Next(CancellationToken cancellation)
    {
        if ((_live ??= await Connection.Live(parsed, cancellation)) is { } live)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(Patience);
                _known = await live.Status(patience.Token);
                (_lostAt, _folderSeen) = (null, false);
                return new(_known, live, null);
            }
            catch (Exception e) when ((e is NoCoordinatorException or HttpRequestException or IOException) && (!_named || _known is not null))
            {
                return Lost(e.Message);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Lost(FormattableString.Invariant($"The coordinator has not answered for {Patience.TotalSeconds:0} seconds."));
            }
        }
        return _folderSeen || _named || IsTooSoon ? Silent("") : await FromFolder(cancellation);
    }

    public void Dispose() => _live?.Dispose();

    private bool IsTooSoon => _lostAt is { } at && shell.Clock.GetElapsedTime(at) < Restart;

    private Sighting Lost(string why)
    {
        _live?.Dispose();
        _live = null;
        _lostAt ??= shell.Clock.GetTimestamp();
        return Silent(_named ? why : "");
    }

    private Sighting Silent(string why) => new(_known, null, why.Length > 0 ? $"Waiting for the coordinator: {why}" : _folderSeen ? NobodyIsThere : "Waiting for the coordinator of this home.");

    private async Task<Sighting> FromFolder(CancellationToken cancellation)
    {
        if (HomeLock.IsHeld(Connection.ExistingHomeOf(parsed)))
            return Silent("");
        var answers = await Answers.For(shell, parsed, cancellation);
        _folderSeen = true;
        _known = await answers.Queries.Status(cancellation);
        return new(_known, answers.Queries, _known.Live ? null : NobodyIsThere, answers.DisposeAsync);
    }
}
