using System.Security.Cryptography.X509Certificates;

namespace Sweep.Protocol.Keys;

/// <summary>HTTPS to a coordinator of ours and to nobody else: every client of a coordinator is made with one of these.</summary>
public static class CoordinatorHandler
{
    private static readonly TimeSpan ConnectingMayTake = TimeSpan.FromSeconds(10);

    /// <summary>
    /// A handler that goes through with a handshake only where the other side is a coordinator that <paramref name="trust"/> believes;
    /// before that nothing of a request is sent. The certificate is judged by its authority, not by the host's name.
    /// </summary>
    /// <param name="own">An agent's certificate with its key, to be shown; null for people, who come with a token.</param>
    public static SocketsHttpHandler For(PeerTrust trust, X509Certificate2? own = null)
    {
        // The coordinator is on this machine or in this lab: a proxy for the world outside would only stand in the way.
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = ConnectingMayTake };
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, certificate, _, _) => trust.Check(certificate as X509Certificate2) is { Kind: PeerKind.Coordinator };
        if (own is not null)
        {
            handler.SslOptions.ClientCertificates = [own];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => own;
        }
        return handler;
    }
}
