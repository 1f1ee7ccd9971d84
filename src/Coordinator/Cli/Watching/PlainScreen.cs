using Spectre.Console;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>Progress as lines without escape codes: one for each ended trial, and now and then where the whole stands.</summary>
internal sealed class PlainScreen(IAnsiConsole console, TimeProvider clock) : IProgressScreen
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private const int RunsNamed = 4;
    private readonly WaitingNews waiting = new();
    private long spoke = clock.GetTimestamp();

    public void Show(WatchedProgress look)
    {
        foreach (var trial in look.Finished)
            console.Line(ProgressText.Finished(trial, look.Differing));
        foreach (var why in waiting.Of(look))
            Say(why);
        if (clock.GetElapsedTime(spoke) < Interval)
            return;
        spoke = clock.GetTimestamp();
        foreach (var sweep in look.Sweeps)
            console.Line(ProgressText.Sweep(sweep) + ProgressText.Left(sweep.Forecast) + Training(look));
    }

    public void Say(string sentence) => console.Line(sentence);

    private static string Training(WatchedProgress look) => look.Running.Count switch
    {
        0 => "; nothing in training",
        <= RunsNamed => $"; training {string.Join(" | ", look.Running.Select(run => ProgressText.Running(run, look.Differing)))}",
        var n => $"; training {string.Join(" | ", look.Running.Take(RunsNamed).Select(run => ProgressText.Running(run, look.Differing)))}"
            + $" and {n - RunsNamed} more",
    };
}
