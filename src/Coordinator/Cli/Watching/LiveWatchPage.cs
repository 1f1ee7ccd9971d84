using Spectre.Console;
using Spectre.Console.Rendering;
using Sweep.Coordinator.Cli.Rendering;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Tables;

namespace Sweep.Coordinator.Cli.Watching;

/// <summary>The status page on a terminal, under a line that says how fresh it is.</summary>
internal sealed class LiveWatchPage(IAnsiConsole console, TimeProvider clock) : IWatchPage, IDisposable
{
    private readonly FullScreen screen = new(console);

    public Task Show(HomeStatus seen, StatusView? watched, CancellationToken cancellation)
    {
        screen.Draw(Page(seen.Waiting, watched, clock.GetUtcNow(), screen.Width, screen.Height));
        return Task.CompletedTask;
    }

    public void Dispose() => screen.Dispose();

    internal static IRenderable Page(string? waiting, StatusView? watched, DateTimeOffset now, int width, int height)
    {
        List<IRenderable> page = [Head(now, width)];
        if (waiting is not null)
            page.Add(new WrappedText(waiting + (watched is { Live: true } ? $" Below is what it said at {Times.Clock(watched.At)}." : ""),
                new Style(Color.Yellow, decoration: Decoration.Bold)));
        page.Add(Text.Empty);
        if (watched is not null)
            page.Add(StatusPage.Of(watched, width, height - (waiting is null ? 2 : 2 + ((waiting.Length + 50) / width) + 1)));
        return new Rows(page);
    }

    private static Text Head(DateTimeOffset now, int width)
    {
        var (left, right) = ("sweep watch; Ctrl-C ends it, the training goes on", Times.Clock(now));
        var gap = width - left.Length - right.Length;
        return new(gap > 0 ? left + new string(' ', gap) + right : Cropping.Start(right, width), new Style(Color.Grey));
    }
}
