using Spectre.Console;
using Sweep.Coordinator.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>A watch as lines: ended trials, now and then where the whole stands, and whether somebody is there.</summary>
internal sealed class PlainWatchPage(IAnsiConsole console, TimeProvider clock) : IWatchPage
{
    private readonly PlainScreen _screen = new(console, clock);
    private readonly FinishedTrials _finished = new();
    private bool _begun;
    private string? _waiting;

    public async Task Show(Sighting sighting, StatusView? watched, CancellationToken cancellation)
    {
        if (sighting.Waiting is { } waiting && waiting != _waiting && (watched is null || !watched.Sweeps.All(Watch.HasEnded)))
            _screen.Say(waiting);
        _waiting = sighting.Waiting;
        if (watched is null || sighting.Queries is not { } queries)
            return;
        if (!_begun)
            await Begin(queries, watched, cancellation);
        _screen.Show(new(watched.Sweeps, watched.Running, await _finished.News(queries, watched, watched.Sweeps, cancellation)) { Differing = _finished.Differing });
    }

    private async Task Begin(IQueries queries, StatusView watched, CancellationToken cancellation)
    {
        _begun = true;
        await _finished.Begin(queries, watched.Sweeps, cancellation);
        foreach (var sweep in watched.Sweeps.Where(s => !Watch.HasEnded(s)))
            _screen.Say(ProgressText.Sweep(sweep) + ProgressText.Left(sweep.Forecast));
    }
}
