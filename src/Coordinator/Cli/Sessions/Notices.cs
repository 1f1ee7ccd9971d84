namespace Sweep.Coordinator.Cli.Sessions;

/// <summary>Carries warnings to wherever the person is looking: stderr, or the screen while one is shown.</summary>
internal sealed class Notices(Action<string> otherwise)
{
    private volatile Action<string>? screen;

    public void Say(string sentence) => (screen ?? otherwise)(sentence);

    /// <summary>Sends notices to <paramref name="screen"/> until disposed.</summary>
    public IDisposable Redirect(Action<string> screen)
    {
        this.screen = screen;
        return new Redirection(this);
    }

    private sealed class Redirection(Notices notices) : IDisposable
    {
        public void Dispose() => notices.screen = null;
    }
}
