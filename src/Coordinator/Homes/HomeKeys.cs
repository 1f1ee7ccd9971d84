using System.Security.Cryptography.X509Certificates;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Homes;

/// <summary>
/// The keys of a home, made at its first start: its authority, who counts no longer, and what the coordinator of this process shows to
/// others, which lives in memory alone.
/// </summary>
internal sealed class HomeKeys : IDisposable
{
    private readonly RevokedSerials revoked;

    private HomeKeys(CertificateAuthority authority, X509Certificate2 own, RevokedSerials revoked, TimeProvider clock) =>
        (Authority, Own, this.revoked, Trust) = (authority, own, revoked, new(authority.Certificate, revoked.Has, clock));

    public CertificateAuthority Authority { get; }

    /// <summary>The coordinator's certificate, with its key.</summary>
    public X509Certificate2 Own { get; }

    /// <summary>Who is believed at every door of this process.</summary>
    public PeerTrust Trust { get; }

    /// <summary>The same, for the cluster's port.</summary>
    public NodeKeys Node => new(Own, Trust);

    /// <param name="reachedAs">Names and addresses of this machine, see <see cref="CertificateAuthority.Issue"/>.</param>
    /// <exception cref="BadInputException">The keys that are there are damaged.</exception>
    public static HomeKeys Open(Home home, IEnumerable<string> reachedAs, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var revoked = RevokedSerials.Of(Path.Combine(home.Keys, "revoked.json"));
        var authority = new AuthorityFiles(home.Keys).LoadOrMake(now);
        // As long as the authority: its key ends with this process.
        var own = authority.Issue(
            PeerKind.Coordinator, CertificateAuthority.CoordinatorName, reachedAs, CertificateAuthority.Lifetime, now);
        return new(authority, own, revoked, clock);
    }

    /// <summary>Whoever has the certificate of this serial is let in nowhere from here on; returns when that is on disk.</summary>
    public void Revoke(string serial) => revoked.Add(serial);

    public void Dispose()
    {
        Own.Dispose();
        Authority.Dispose();
    }
}
