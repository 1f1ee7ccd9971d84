using Sweep.Protocol.Keys;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// Whom a node of the cluster talks with, whoever of the two has called. The coordinator talks with agents alone, so nobody is a second
/// one; and who answers at the coordinator's address is the coordinator. What an actor is told later does not say which certificate it came
/// under: that is what sessions are for.
/// </summary>
internal static class Doorkeeper
{
    /// <param name="role">The node's own.</param>
    /// <param name="coordinator">Its <c>host:port</c>.</param>
    /// <param name="called">The address that this node has called, as Akka says it; of one that calls here it is its socket's.</param>
    /// <param name="peer">Who the other is by its certificate; null where that is not to be believed.</param>
    /// <returns>Why the connection is closed, in one sentence; null where it may be used.</returns>
    public static string? Refusal(string role, string coordinator, string called, PeerIdentity? peer) => peer switch
    {
        null => "It has no certificate of this lab that is valid today: let it join anew.",
        { Kind: not PeerKind.Agent } when role == ClusterSettings.CoordinatorRole =>
            $"It has the certificate of a coordinator, and there is one only.",
        { Kind: not PeerKind.Coordinator } when called.EndsWith("@" + coordinator, StringComparison.Ordinal) =>
            $"It answers at the coordinator's address with the certificate of agent {peer.Name}.",
        _ => null,
    };
}
