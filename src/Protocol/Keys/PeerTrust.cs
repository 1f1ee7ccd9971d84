using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sweep.Protocol.Keys;

/// <summary>
/// Who is believed: the one judge of certificates for the cluster port, HTTPS, agents and commands alike. It knows one authority, and asks
/// neither the machine's own store nor the network.
/// </summary>
/// <param name="authority">The certificate of the home's authority.</param>
/// <param name="isRevoked">Whether the certificate of a serial, as in <see cref="PeerIdentity.Serial"/>, counts no longer.</param>
public sealed class PeerTrust(X509Certificate2 authority, Func<string, bool> isRevoked, TimeProvider clock)
{
    /// <summary>For those who have no list of revoked serials: what was revoked is the coordinator's to know.</summary>
    public PeerTrust(X509Certificate2 authority, TimeProvider clock)
        : this(authority, _ => false, clock)
    {
    }

    public X509Certificate2 Authority => authority;

    /// <summary>Who holds <paramref name="certificate"/>; null where that is nobody of ours.</summary>
    public PeerIdentity? Check(X509Certificate2? certificate) => Check(certificate, out _);

    /// <param name="refusal">Why not, as the rest of a sentence that begins with "the certificate"; null where it is believed.</param>
    public PeerIdentity? Check(X509Certificate2? certificate, out string? refusal)
    {
        refusal = Refusal(certificate);
        if (refusal is not null)
            return null;
        if (PeerName.Read(certificate!.SubjectName) is not { } who)
        {
            refusal = "names neither an agent nor a coordinator";
            return null;
        }
        if (isRevoked(certificate.SerialNumber))
        {
            refusal = $"of {who.Name} has been revoked";
            return null;
        }
        return new(who.Kind, who.Name, certificate.SerialNumber);
    }

    private string? Refusal(X509Certificate2? certificate)
    {
        if (certificate is null)
            return "is missing";
        if (!ComesFromTheAuthority(certificate))
            return "was signed by another authority";
        var now = clock.GetUtcNow().UtcDateTime;
        if (now < Earliest(certificate))
            return "is not valid yet; compare the clocks of both machines";
        if (now > Latest(certificate))
            return "has expired; compare the clocks of both machines";
        return IsForPeers(certificate) ? null : "is for something else than connections between coordinator and agents";
    }

    /// <summary>Whether there is an unbroken chain to our authority, and to no other, whatever the time.</summary>
    private bool ComesFromTheAuthority(X509Certificate2 certificate)
    {
        using var chain = new X509Chain
        {
            ChainPolicy =
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
                VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid,
            },
        };
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        try
        {
            return chain.Build(certificate)
                && chain.ChainElements is [_, var root]
                && root.Certificate.RawDataMemory.Span.SequenceEqual(authority.RawDataMemory.Span);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            foreach (var element in chain.ChainElements)
                element.Certificate.Dispose();
        }
    }

    /// <summary>A certificate without this extension would do for everything, so one without it does for nothing.</summary>
    private static bool IsForPeers(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SingleOrDefault() is { } usages
        && usages.EnhancedKeyUsages[PeerUsages.Server] is not null
        && usages.EnhancedKeyUsages[PeerUsages.Client] is not null;

    private DateTime Earliest(X509Certificate2 certificate) => Later(certificate.NotBefore, authority.NotBefore).ToUniversalTime();

    private DateTime Latest(X509Certificate2 certificate) => Earlier(certificate.NotAfter, authority.NotAfter).ToUniversalTime();

    private static DateTime Later(DateTime one, DateTime other) => one > other ? one : other;

    private static DateTime Earlier(DateTime one, DateTime other) => one < other ? one : other;
}
