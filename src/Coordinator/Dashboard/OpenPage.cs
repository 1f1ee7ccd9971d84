using System.Threading.Channels;

namespace Sweep.Coordinator.Dashboard;

/// <summary>
/// A page that listens. What it is told waits here until it is sent; where too much waits, the page is let go, and comes again for what it
/// has missed.
/// </summary>
/// <param name="since">The entry of the journal that it knows; null where it knows nothing.</param>
/// <param name="form">How much it is told.</param>
/// <param name="opens">Whether what it was let in by still opens.</param>
/// <param name="letGo">Breaks the connection, also where it waits for a page that does not read.</param>
internal sealed class OpenPage(long? since, StreamForm form, Func<bool> opens, Action letGo)
{
    /// <summary>Messages that may wait: as many seconds.</summary>
    public const int MostWaiting = 8;

    private readonly Channel<ReadOnlyMemory<byte>> waiting = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    public long? Since => since;

    public StreamForm Form => form;

    /// <summary>Whether it has had its first message, and is told every change from there on.</summary>
    public bool Begun { get; set; }

    /// <summary>Ends where the page is let go, or nobody is there any more to tell it anything.</summary>
    public ChannelReader<ReadOnlyMemory<byte>> Messages => waiting.Reader;

    /// <summary>Ends where who is there has been logged out, or his token was taken back.</summary>
    public void EndUnlessLetIn()
    {
        if (!opens())
            End();
    }

    public void Tell(ReadOnlyMemory<byte> message)
    {
        if (waiting.Writer.TryWrite(message))
            return;
        End();
        letGo();
    }

    public void End() => waiting.Writer.TryComplete();
}
