using System.Security.Cryptography;

namespace Sweep.Protocol.Keys;

/// <summary>What a peer's certificate is for (RFC 5280 §4.2.1.12): on the cluster port each side calls the other.</summary>
internal static class PeerUsages
{
    public const string Server = "1.3.6.1.5.5.7.3.1";
    public const string Client = "1.3.6.1.5.5.7.3.2";

    public static IEnumerable<Oid> All => [new(Server), new(Client)];
}
