using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sweep.Protocol.Keys;

/// <summary>How a peer asks for a certificate: its key is made on its own machine, and never leaves it.</summary>
public static class CertificateRequests
{
    public static ECDsa NewKey() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>
    /// A PKCS #10 request in PEM, signed with <paramref name="key"/>. The name is a courtesy to readers: the authority writes its own.
    /// </summary>
    public static string For(ECDsa key, string name) =>
        new CertificateRequest(PeerName.Of(PeerKind.Agent, name), key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
}
