using System.Security.Cryptography;
using System.Text;

namespace Sweep.Coordinator.Homes;

/// <summary>Secrets as text, in lower-case hexadecimal digits, and what is kept of those that are given away.</summary>
internal static class HexSecret
{
    /// <param name="bytes">Drawn by the system's generator; each is two digits.</param>
    public static string New(int bytes) => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(bytes));

    /// <summary>The SHA-256 of a secret, by which it is known again and from which it cannot be had.</summary>
    public static byte[] HashOf(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    /// <inheritdoc cref="HashOf"/>
    public static string HashTextOf(string secret) => Convert.ToHexStringLower(HashOf(secret));
}
