using System.Net.Sockets;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>Two sockets, one to each side, and the end of both.</summary>
internal sealed class RelayedConnection(TcpClient near, TcpClient far) : IDisposable
{
    private readonly CancellationTokenSource ended = new();

    public NetworkStream Near { get; } = near.GetStream();
    public NetworkStream Far { get; } = far.GetStream();
    public CancellationToken Ended => ended.Token;

    /// <summary>Both sides read "connection reset", as when a router forgets them.</summary>
    public void Reset()
    {
        near.LingerState = far.LingerState = new(enable: true, seconds: 0);
        End();
    }

    public void End()
    {
        ended.Cancel();
        near.Close();
        far.Close();
    }

    public void Dispose() => End();
}
