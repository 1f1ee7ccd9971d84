using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Serialization;

namespace Sweep.Protocol.Serialization;

/// <summary>
/// The cluster's own messages, as far as nodes need them to join, to be seen and to agree. Orders that a node gives about others, to
/// leave or
/// to be taken out of the cluster, are given within the process that decides them and are refused from outside.
/// </summary>
/// <remarks>Made by Akka, by the name of the type.</remarks>
public sealed class MembershipSerializer(ExtendedActorSystem system) : ClusterMessageSerializer(system)
{
    private static readonly string[] Refused = ["Akka.Cluster.ClusterUserAction", "Akka.Cluster.Routing"];

    /// <summary>Akka's number for the cluster's messages: part of the wire format.</summary>
    public override int Identifier => 5;

    public override object FromBinary(byte[] bytes, string manifest) =>
        Refused.Any(prefix => manifest.StartsWith(prefix, StringComparison.Ordinal))
        ? throw new SerializationException(
            $"{manifest} came in from another node; such orders are given within a process only, so it is refused.")
        : base.FromBinary(bytes, manifest);
}
