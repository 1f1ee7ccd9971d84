using System.Security.Cryptography;
using System.Text;

namespace Sweep.Coordinator.Homes;

/// <summary>
/// How a coordinator shows, without saying its token, that it has it: the HMAC-SHA256 of a number that the client drew. Whoever took the
/// port of a coordinator that was killed cannot, and is told no token.
/// </summary>
internal static class HealthProof
{
    private const int Bytes = 16;
    private const string Purpose = "sweep health ";

    public static string NewChallenge() => HexSecret.New(Bytes);

    public static bool IsChallenge(string text) => text.Length == 2 * Bytes && text.All(char.IsAsciiHexDigitLower);

    public static string Of(string token, string challenge) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Purpose + challenge)));

    public static bool Holds(string? proof, string token, string challenge) =>
        proof is not null
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(proof), Encoding.UTF8.GetBytes(Of(token, challenge)));
}
