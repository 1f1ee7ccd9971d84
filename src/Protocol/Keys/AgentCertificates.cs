using System.Security.Cryptography.X509Certificates;

namespace Sweep.Protocol.Keys;

/// <summary>The certificates of agents: for how long they are, and how one is made where the home's authority can be read.</summary>
public static class AgentCertificates
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(90);

    /// <summary>Whether two thirds of a certificate's time are over: then it is renewed, while it still opens the door for that.</summary>
    public static bool IsDue(X509Certificate2 certificate, DateTimeOffset now) =>
        new DateTimeOffset(certificate.NotAfter) - now < Lifetime / 3;

    /// <summary>
    /// A key and a certificate for an agent of this user on this machine, who could read the authority's key himself: nobody need be asked.
    /// </summary>
    public static PeerKeys Make(CertificateAuthority authority, KeyFiles files, string agent, DateTimeOffset now)
    {
        using var key = CertificateRequests.NewKey();
        using var certificate = authority.Sign(CertificateRequests.For(key, agent), PeerKind.Agent, agent, Lifetime, now);
        return files.Keep(authority.Certificate, certificate, key);
    }
}
