using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Serialization;
using Google.Protobuf;

namespace Sweep.Protocol.Serialization;

/// <summary>
/// The cluster's own messages, as far as nodes need them to join, to be seen and to agree. Orders that a node gives about others, to leave
/// or to be taken out of the cluster, are given within the process that decides them and are refused from outside.
/// </summary>
/// <remarks>
/// Made by Akka, by the name of the type.
/// <para>
/// A status of gossip is taken as that of a node which knows nothing, and so is answered with all of the gossip. Akka answers one of the
/// same version with silence, although two nodes with the same version may differ in who has seen it, and the leader has to know that
/// everybody has. In a mesh those who have seen it tell the leader themselves. In a star where the leader is an agent that others do not
/// reach, only the coordinator can, and it would not: nobody would become a full member or be removed any more.
/// </para>
/// </remarks>
public sealed class MembershipSerializer(ExtendedActorSystem system) : ClusterMessageSerializer(system)
{
    private const string Status = "Akka.Cluster.GossipStatus";

    /// <summary>Numbers of the fields of a status, from Akka's <c>ClusterMessages.proto</c>.</summary>
    private const int From = 1, Version = 3;

    private static readonly string[] Refused = ["Akka.Cluster.ClusterUserAction", "Akka.Cluster.Routing"];

    /// <summary>Akka's number for the cluster's messages: part of the wire format.</summary>
    public override int Identifier => 5;

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (Refused.Any(prefix => manifest.StartsWith(prefix, StringComparison.Ordinal)))
            throw new SerializationException(
                $"{manifest} came in from another node; such orders are given within a process only, so it is refused.");
        return base.FromBinary(manifest.StartsWith(Status, StringComparison.Ordinal) ? WithEmptyVersion(bytes) : bytes, manifest);
    }

    private static byte[] WithEmptyVersion(byte[] status)
    {
        using var input = new CodedInputStream(status);
        using var result = new MemoryStream();
        using var output = new CodedOutputStream(result);
        for (uint tag; (tag = input.ReadTag()) != 0;)
        {
            if (WireFormat.GetTagFieldNumber(tag) == From)
            {
                output.WriteTag(tag);
                output.WriteBytes(input.ReadBytes());
            }
            else
            {
                input.SkipLastField();
            }
        }
        output.WriteTag(Version, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.Empty);
        output.Flush();
        return result.ToArray();
    }
}
