using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Drilling.Network;

/// <summary>
/// What a gateway shows, so that nobody notices it: to callers the kind of node that it stands before, to that node an agent. It lets
/// everybody of the drill through.
/// </summary>
/// <param name="Before">Shown to callers.</param>
/// <param name="Behind">Shown to the node.</param>
internal sealed record GatewayKeys(X509Certificate2 Before, X509Certificate2 Behind, PeerTrust Trust)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    /// <param name="authority">Of the drill's home.</param>
    public static GatewayKeys Of(CertificateAuthority authority, PeerKind node, DateTimeOffset now) => new(
        authority.Issue(node, "gateway", [], Lifetime, now), authority.Issue(PeerKind.Agent, "gateway", [], Lifetime, now),
        new(X509CertificateLoader.LoadCertificate(authority.Certificate.RawData), TimeProvider.System));

    public SslServerAuthenticationOptions ToCallers() => new()
    {
        ServerCertificate = Before,
        ClientCertificateRequired = true,
        RemoteCertificateValidationCallback = (_, certificate, _, _) => Trust.Check(certificate as X509Certificate2) is not null,
    };

    public SslClientAuthenticationOptions ToNode() => new()
    {
        TargetHost = ClusterSettings.ActorSystemName,
        ClientCertificates = [Behind],
        RemoteCertificateValidationCallback = (_, certificate, _, _) => Trust.Check(certificate as X509Certificate2) is not null,
    };

    /// <summary>Keeps keys out of logs.</summary>
    public override string ToString() => Before.Subject;
}
