using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>
/// Looks at one sweep twice a second until something is so, or cannot come to be so any more, over restarts of the coordinator.
/// </summary>
/// <param name="sweep">Its name; null is the one submitted last when the wait begins.</param>
/// <param name="say">Takes why nobody answers, once for as long as it is the same.</param>
internal sealed class SweepWait(StatusFeed feed, string? sweep, WaitCondition until, TimeProvider clock, Action<string> say)
{
    private string? name = sweep;
    private string? said;

    /// <summary>The sweep as it was last seen; null before anybody answered.</summary>
    public SweepView? Seen { get; private set; }

    /// <returns>Whether the condition came to be so; false where the sweep has ended without.</returns>
    /// <exception cref="Experiments.Inputs.BadInputException">There is no such sweep, or none at all.</exception>
    public async Task<bool> ToTheEnd(CancellationToken cancellation)
    {
        while (true)
        {
            await using (var look = await feed.Next(cancellation))
            {
                if (look.Status is { } status)
                {
                    Seen = Named(status);
                    if (until.IsReached(Seen))
                        return true;
                    if (Watch.HasEnded(Seen))
                        return false;
                }
                if (look.Waiting is { } waiting && waiting != said)
                    say(waiting);
                said = look.Waiting;
            }
            await Task.Delay(HomeWatch.Interval, clock, cancellation);
        }
    }

    private SweepView Named(StatusView status)
    {
        var found = name is null ? status.Sweeps.FirstOrDefault() : status.Sweeps.FirstOrDefault(one => one.Name == name);
        name = (found ?? throw HomeWatch.NotThere(status, name)).Name;
        return found;
    }
}
