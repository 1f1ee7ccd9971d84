using Sweep.Coordinator.Cli.Rendering;
using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>Where a watch is shown.</summary>
internal interface IWatchPage
{
    /// <param name="watched">The status, narrowed to what is watched; null before anything is known.</param>
    Task Show(HomeStatus seen, StatusView? watched, CancellationToken cancellation);
}

/// <summary>Looks at a home twice a second until the sweeps watched have nothing left to train.</summary>
/// <param name="sweep">The only one watched; null is all.</param>
/// <param name="follow">Whether to stay for sweeps that are yet to come.</param>
internal sealed class HomeWatch(StatusFeed feed, string? sweep, bool follow, TimeProvider clock)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly HashSet<string> seenOpen = [];

    /// <returns>The winners of the sweeps that ended meanwhile; of the one submitted last where all had ended before.</returns>
    /// <exception cref="BadInputException">There is no such sweep, or none at all.</exception>
    public async Task<IReadOnlyList<BestView>> ToTheEnd(IWatchPage page, CancellationToken cancellation)
    {
        while (true)
        {
            await using (var seen = await feed.Next(cancellation))
            {
                var watched = seen.Status is { } status ? Narrowed(status) : null;
                await page.Show(seen, watched, cancellation);
                if (watched is not null && !follow && HasEnded(watched))
                    return Winners(watched);
            }
            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private StatusView Narrowed(StatusView status)
    {
        if (!follow && (status.Sweeps.IsEmpty || (sweep is not null && status.Sweeps.All(s => s.Name != sweep))))
            throw status.Sweeps.IsEmpty
                ? new BadInputException(
                    "No sweep has been submitted in this home yet: start one with 'sweep run FILE', or wait for it with --follow.")
                : NotThere(status, sweep);
        seenOpen.UnionWith(status.Sweeps.Where(s => !Watch.HasEnded(s)).Select(s => s.Name));
        return sweep is null ? status : status with
        {
            Sweeps = [.. status.Sweeps.Where(s => s.Name == sweep)],
            Running = [.. status.Running.Where(r => r.Sweep == sweep)],
            Recent = [.. status.Recent.Where(t => t.Sweep == sweep)],
            Failures = [.. status.Failures.Where(f => f.Sweep == sweep)],
            Forecast = status.Sweeps.FirstOrDefault(s => s.Name == sweep)?.Forecast,
        };
    }

    /// <summary>What is said where the sweep is not in the home, or none is.</summary>
    public static BadInputException NotThere(StatusView status, string? sweep) => new(status.Sweeps.IsEmpty
        ? "No sweep has been submitted in this home yet: start one with 'sweep run FILE'."
        : $"There is no sweep '{sweep}' in this home: it has {string.Join(", ", status.Sweeps.Select(s => $"'{s.Name}'"))}.");

    private static bool HasEnded(StatusView watched) => watched.Running.IsEmpty && watched.Sweeps.All(Watch.HasEnded);

    private List<BestView> Winners(StatusView watched)
    {
        List<BestView> ended = [.. watched.Sweeps.Where(s => seenOpen.Contains(s.Name)).Select(s => s.Best)];
        return ended.Count > 0 ? ended : [.. watched.Sweeps.Take(1).Select(s => s.Best)];
    }
}
