using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>
/// A listener in front of a process: the process listens on another loopback address, announces this one, and everything that
/// others say to it passes through here. Where the process is down, a connection is accepted and closed again.
/// </summary>
internal abstract class Gateway : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly IPEndPoint target;
    private readonly CancellationTokenSource stopping = new();
    private readonly Task accepting;

    /// <param name="listener">Listens already: its port is nobody else's.</param>
    protected Gateway(TcpListener listener, IPAddress target)
    {
        this.listener = listener;
        this.target = new(target, ((IPEndPoint)listener.LocalEndpoint).Port);
        accepting = Task.Run(Accept);
    }

    public int Port => target.Port;

    /// <summary>Carries what is said on a connection until one side ends it.</summary>
    protected abstract Task Carry(RelayedConnection connection);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        listener.Dispose();
        stopping.Dispose();
    }

    private async Task Accept()
    {
        while (!stopping.IsCancellationRequested)
        {
            var near = await listener.AcceptTcpClientAsync(stopping.Token);
            _ = Task.Run(() => Serve(near), CancellationToken.None);
        }
    }

    private async Task Serve(TcpClient near)
    {
        using var far = new TcpClient { NoDelay = true };
        near.NoDelay = true;
        try
        {
            await far.ConnectAsync(target, stopping.Token);
            using var connection = new RelayedConnection(near, far);
            using var stopped = stopping.Token.Register(connection.End);
            await Carry(connection);
        }
        catch (Exception e) when (
            e is SocketException or IOException or AuthenticationException or OperationCanceledException or ObjectDisposedException
            or InvalidDataException or InvalidOperationException)
        {
            // A connection that ends in whatever way is the two sides' to mend.
        }
        finally
        {
            near.Dispose();
        }
    }
}
