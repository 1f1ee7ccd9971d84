using System.Security.Cryptography;

namespace Sweep.Coordinator.Homes;

/// <summary>What opens the doors of HTTP.</summary>
/// <param name="People">Opens everything.</param>
/// <param name="Agents">Opens the blobs alone.</param>
/// <param name="Owner">
/// Shows, beside <paramref name="People"/>, that the sender can read the home's <c>coordinator.json</c>: a request of the coordinator's own
/// user on its own files. It is in no other place.
/// </param>
public sealed record DoorKeys(string People, string Agents, string Owner)
{
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Keeps them out of logs.</summary>
    public override string ToString() => nameof(DoorKeys);
}
