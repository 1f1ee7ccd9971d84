using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>Progress for somebody who does not want to see it: sentences that stay are warnings, and they are said.</summary>
internal sealed class SilentScreen(Action<string> say) : IProgressScreen, IWatchPage
{
    public void Show(WatchedProgress look)
    {
    }

    public Task Show(HomeStatus seen, StatusView? watched, CancellationToken cancellation) => Task.CompletedTask;

    public void Say(string sentence) => say(sentence);
}
