using System.Net.Security;
using System.Net.Sockets;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>Two sockets, one to each side, and the end of both.</summary>
internal sealed class RelayedConnection(TcpClient near, TcpClient far) : IDisposable
{
    private readonly CancellationTokenSource ended = new();

    public Stream Near { get; private set; } = near.GetStream();
    public Stream Far { get; private set; } = far.GetStream();
    public CancellationToken Ended => ended.Token;

    /// <summary>Ends the TLS of whoever has called: what comes after it is read here.</summary>
    public async Task SecureNear(SslServerAuthenticationOptions options)
    {
        var secure = new SslStream(Near);
        Near = secure;
        await secure.AuthenticateAsServerAsync(options, Ended);
    }

    /// <summary>Begins TLS with the one who is called.</summary>
    public async Task SecureFar(SslClientAuthenticationOptions options)
    {
        var secure = new SslStream(Far);
        Far = secure;
        await secure.AuthenticateAsClientAsync(options, Ended);
    }

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
