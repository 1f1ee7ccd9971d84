using Spectre.Console;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>A watch as lines: ended trials, now and then where the whole stands, and whether somebody is there.</summary>
internal sealed class PlainWatchPage(IAnsiConsole console, TimeProvider clock) : IWatchPage
{
    private readonly PlainScreen screen = new(console, clock);
    private readonly FinishedTrials finished = new();
    private bool begun;
    private string? waiting;

    public async Task Show(HomeStatus seen, StatusView? watched, CancellationToken cancellation)
    {
        if (seen.Waiting is { } waiting && waiting != this.waiting && (watched is null || !watched.Sweeps.All(Watch.HasEnded)))
            screen.Say(waiting);
        this.waiting = seen.Waiting;
        if (watched is null || seen.Queries is not { } queries)
            return;
        if (!begun)
            await Begin(queries, watched, cancellation);
        var news = await finished.News(queries, watched, watched.Sweeps, cancellation);
        screen.Show(new(watched.Sweeps, watched.Running, news) { Differing = finished.Differing });
    }

    private async Task Begin(IQueries queries, StatusView watched, CancellationToken cancellation)
    {
        begun = true;
        await finished.Begin(queries, watched.Sweeps, cancellation);
        foreach (var sweep in watched.Sweeps.Where(s => !Watch.HasEnded(s)))
            screen.Say(ProgressText.Sweep(sweep) + ProgressText.Left(sweep.Forecast));
    }
}
