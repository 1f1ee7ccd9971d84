using System.Security.Cryptography.X509Certificates;

namespace Sweep.Protocol.Keys;

/// <summary>What a node shows to others, and whom it believes.</summary>
/// <param name="Own">With its private key.</param>
public sealed record NodeKeys(X509Certificate2 Own, PeerTrust Trust)
{
    /// <summary>Keeps the key out of logs.</summary>
    public override string ToString() => Own.Subject;
}
