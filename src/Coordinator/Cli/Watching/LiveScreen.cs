using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>Progress on a terminal: the runs in training in a table that is redrawn, ended trials scrolling away above it.</summary>
internal sealed class LiveScreen(LiveRegion region) : IProgressScreen
{
    private readonly WaitingNews waiting = new();

    /// <summary>Shows the screen while <paramref name="body"/> runs; what it shows last stays.</summary>
    public static async Task<T> While<T>(IAnsiConsole console, Func<IProgressScreen, Task<T>> body)
    {
        using var region = new LiveRegion(console);
        return await body(new LiveScreen(region));
    }

    public void Show(WatchedProgress look)
    {
        foreach (var trial in look.Finished)
            region.Above(VisibleText.Of(ProgressText.Finished(trial, look.Differing)), StateColour.Of(trial.State));
        foreach (var why in waiting.Of(look))
            Say(why);
        region.Draw(Picture(look, region.Width, region.Height));
    }

    public void Say(string sentence)
    {
        foreach (var line in VisibleText.Sentence(sentence).Split('\n'))
            region.Above(line, new Style(Color.Yellow));
    }

    /// <summary>A line for each sweep, then the runs in training, cut to what the terminal can hold.</summary>
    internal static IRenderable Picture(WatchedProgress look, int width, int height)
    {
        var lines = new List<IRenderable>(
            look.Sweeps.Select(s => (IRenderable)new Text(ProgressText.Fitting(s, width), new Style(decoration: Decoration.Bold))));
        var room = Math.Max(height - lines.Count - 3, 1);
        if (look.Running.Count > 0)
            lines.Add(RunningTable.Of([.. look.Running.Take(room)], width));
        if (look.Running.Count > room)
            lines.Add(new Text($"and {Counted.Of(look.Running.Count - room)} more"));
        return new Rows(lines);
    }
}
