using System.Threading.Channels;
using Akka.Actor;

namespace Sweep.Benchmarks.Restart;

/// <summary>
/// What is said to an agent that is played here. Akka's own inbox keeps a thousand messages at most, and forgets a question that reaches it
/// after its deadline, as happens on a busy machine: whoever asked waits for ever.
/// </summary>
internal sealed class Ear : IDisposable
{
    private readonly Channel<object> heard = Channel.CreateUnbounded<object>(new() { SingleReader = true });
    private readonly ActorSystem system;

    public Ear(ActorSystem system)
    {
        this.system = system;
        var writer = heard.Writer;
        Receiver = system.ActorOf(Props.Create(() => new Listener(writer)));
    }

    public IActorRef Receiver { get; }

    /// <summary>Null where nothing was said for so long.</summary>
    public async Task<object?> Next(TimeSpan patience)
    {
        if (heard.Reader.TryRead(out var said))
            return said;
        using var enough = new CancellationTokenSource(patience);
        try
        {
            return await heard.Reader.ReadAsync(enough.Token);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose() => system.Stop(Receiver);

    private sealed class Listener : ReceiveActor
    {
        public Listener(ChannelWriter<object> heard) => ReceiveAny(said => heard.TryWrite(said));
    }
}
