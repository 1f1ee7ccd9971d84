using Sweep.Coordinator.Cli.Rendering;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>Looks at sweeps four times a second and shows them, until they have no open trials.</summary>
/// <param name="finished">What a watch of the same sweeps has shown before, where there was one.</param>
internal sealed class Watch(IQueries coordinator, IReadOnlyCollection<string> sweeps, TimeProvider clock, FinishedTrials? finished = null)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly FinishedTrials finished = finished ?? new();

    /// <summary>Gives what completes when a sweep next has nothing left to train: then it is looked at at once.</summary>
    public Func<Task> Ends { get; init; } = () => Task.Delay(Timeout.Infinite);

    /// <summary>Returns when nothing is left to train and no run of the sweeps is in training.</summary>
    /// <returns>The sweeps as they stood in the end.</returns>
    public async Task<IReadOnlyList<SweepView>> ToTheEnd(IProgressScreen screen, CancellationToken cancellation)
    {
        await finished.Begin(coordinator, Watched(await coordinator.Status(cancellation)), cancellation);
        while (true)
        {
            // Asked for before the look, so that no end falls between the two.
            var end = Ends();
            var look = await LookAgain(cancellation);
            screen.Show(look);
            if (look.Running.Count == 0 && look.Sweeps.All(HasEnded))
                return look.Sweeps;
            await Task.WhenAny(end, Task.Delay(Interval, clock, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Goes on looking until no run of the sweeps is in training.</summary>
    public async Task UntilIdle(IProgressScreen screen, CancellationToken cancellation)
    {
        while (true)
        {
            var look = await LookAgain(cancellation);
            screen.Show(look);
            if (look.Running.Count == 0)
                return;
            await Task.Delay(Interval, clock, cancellation);
        }
    }

    private async Task<WatchedProgress> LookAgain(CancellationToken cancellation)
    {
        var status = await coordinator.Status(cancellation);
        var watched = Watched(status);
        var running = status.Running.Where(r => sweeps.Contains(r.Sweep)).ToList();
        return new(watched, running, await finished.News(coordinator, status, watched, cancellation))
        {
            Agents = status.Agents,
            Differing = finished.Differing,
        };
    }

    /// <summary>Nothing is left to train, or nobody wants it trained.</summary>
    public static bool HasEnded(SweepView sweep) =>
        sweep.Trials.Open() == 0 || sweep is { State: SweepStatus.Cancelled, Trials.Running: 0 };

    private List<SweepView> Watched(StatusView status) => [.. status.Sweeps.Where(s => sweeps.Contains(s.Name))];
}
