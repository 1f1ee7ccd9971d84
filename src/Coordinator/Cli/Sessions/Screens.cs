using Sweep.Coordinator.Cli.Watching;

namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>Chooses the screen: a live table for a person, lines for a file; beside a JSON document the lines go to stderr.</summary>
internal static class Screens
{
    /// <summary>Where words that accompany an answer go: with <c>--json</c> stdout has room for one document only.</summary>
    public static void Tell(this Terminal terminal, string line)
    {
        if (terminal.Quiet)
            return;
        if (terminal.Json)
            terminal.Say(line);
        else
            terminal.Answer(line);
    }

    public static async Task<T> Show<T>(Terminal terminal, TimeProvider clock, Notices notices, Func<IProgressScreen, Task<T>> body)
    {
        if (terminal.Quiet)
            return await WithNotices(new SilentScreen(terminal.Say), notices, body);
        if (!terminal.Json && terminal.Out.IsLive())
            return await LiveScreen.While(terminal.Out, screen => WithNotices(screen, notices, body));
        return await WithNotices(new PlainScreen(terminal.Json ? terminal.Error : terminal.Out, clock), notices, body);
    }

    private static async Task<T> WithNotices<T>(IProgressScreen screen, Notices notices, Func<IProgressScreen, Task<T>> body)
    {
        using var redirected = notices.Redirect(screen.Say);
        return await body(screen);
    }
}
