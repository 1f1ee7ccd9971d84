using System.CommandLine;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>What could be seen of a home just now.</summary>
/// <param name="Status">As last known; null before anything is.</param>
/// <param name="Queries">Who answered, until this is disposed; null where nobody did.</param>
/// <param name="Waiting">Why nobody answers, and what for is waited; null where somebody does.</param>
internal sealed record HomeStatus(StatusView? Status, IQueries? Queries, string? Waiting, Func<ValueTask>? End = null) : IAsyncDisposable
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

    private readonly bool named = Connection.IsNamed(parsed);
    private HttpCoordinator? live;
    private StatusView? known;
    private long? lostAt;
    private bool folderSeen;

    /// <exception cref="NoCoordinatorException">A coordinator that was named has never answered.</exception>
    public async Task<HomeStatus> Next(CancellationToken cancellation)
    {
        if ((this.live ??= await Connection.Live(parsed, cancellation)) is { } live)
        {
            try
            {
                using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                patience.CancelAfter(Patience);
                known = await live.Status(patience.Token);
                (lostAt, folderSeen) = (null, false);
                return new(known, live, null);
            }
            catch (Exception e)
                when ((e is NoCoordinatorException or HttpRequestException or IOException) && (!named || known is not null))
            {
                return Lost(e.Message);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return Lost($"The coordinator has not answered for {Durations.InWords(Patience)}.");
            }
        }
        return folderSeen || named || IsTooSoon ? Silent("") : await FromFolder(cancellation);
    }

    public void Dispose() => live?.Dispose();

    private bool IsTooSoon => lostAt is { } at && shell.Clock.GetElapsedTime(at) < Restart;

    private HomeStatus Lost(string why)
    {
        live?.Dispose();
        live = null;
        lostAt ??= shell.Clock.GetTimestamp();
        return Silent(named ? why : "");
    }

    private HomeStatus Silent(string why) => new(known, null,
        why.Length > 0 ? $"Waiting for the coordinator: {why}"
        : folderSeen ? NobodyIsThere
        : "Waiting for the coordinator of this home.");

    private async Task<HomeStatus> FromFolder(CancellationToken cancellation)
    {
        if (HomeLock.IsHeld(Connection.ExistingHomeOf(parsed)))
            return Silent("");
        var answers = await HomeAnswers.For(shell, parsed, cancellation);
        folderSeen = true;
        known = await answers.Queries.Status(cancellation);
        return new(known, answers.Queries, known.Live ? null : NobodyIsThere, answers.DisposeAsync);
    }
}
