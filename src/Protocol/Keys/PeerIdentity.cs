namespace Sweep.Protocol.Keys;

/// <summary>What a certificate says that its holder is.</summary>
public enum PeerKind
{
    Agent,
    Coordinator,
}

/// <summary>Who is at the other end of a connection, as the certificate authority of the home has signed it.</summary>
/// <param name="Name">An agent's name; <see cref="CertificateAuthority.CoordinatorName"/> of a coordinator.</param>
/// <param name="Serial">Of the certificate, in hexadecimal digits: what is revoked.</param>
public sealed record PeerIdentity(PeerKind Kind, string Name, string Serial);
