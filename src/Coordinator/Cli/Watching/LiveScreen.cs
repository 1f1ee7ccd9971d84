using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Coordinator.Cli.Rendering;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>Progress on a terminal: the runs in training in a table that is redrawn, ended trials scrolling away above it.</summary>
internal sealed class LiveScreen : IProgressScreen
{
    private readonly IAnsiConsole _console;
    private readonly LiveDisplayContext _live;
    private readonly WaitingNews _waiting = new();

    private LiveScreen(IAnsiConsole console, LiveDisplayContext live) => (_console, _live) = (console, live);

    /// <summary>Shows the screen while <paramref name="body"/> runs; what it shows last stays.</summary>
    public static async Task<T> While<T>(IAnsiConsole console, Func<IProgressScreen, Task<T>> body) =>
        await console.Live(Text.Empty).Overflow(VerticalOverflow.Ellipsis).StartAsync(live => body(new LiveScreen(console, live)));

    public void Show(Look look)
    {
        foreach (var trial in look.Finished)
            _console.Write(new Text(ProgressText.Finished(trial, look.Differing) + Environment.NewLine, StateColour.Of(trial.State)));
        foreach (var why in _waiting.Of(look.Sweeps))
            Say(why);
        _live.UpdateTarget(Picture(look, _console.Profile.Width, _console.Profile.Height));
    }

    public void Say(string sentence) => _console.Write(new Text(sentence + Environment.NewLine, new Style(Color.Yellow)));

    /// <summary>A line for each sweep, then the runs in training, cut to what the terminal can hold.</summary>
    internal static IRenderable Picture(Look look, int width, int height)
    {
        var lines = new List<IRenderable>(look.Sweeps.Select(s => (IRenderable)new Text(ProgressText.Sweep(s) + ProgressText.Left(s.Forecast), new Style(decoration: Decoration.Bold))));
        var room = Math.Max(height - lines.Count - 3, 1);
        if (look.Running.Count > 0)
            lines.Add(RunningTable.Of([.. look.Running.Take(room)], width));
        if (look.Running.Count > room)
            lines.Add(new Text($"and {Numbers.Count(look.Running.Count - room)} more"));
        return new Rows(lines);
    }
}
