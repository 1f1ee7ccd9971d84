using System.Reflection;
using Akka.Actor;
using Akka.Cluster;
using Akka.Util;
using Sweep.Protocol.Serialization;

namespace Sweep.Protocol.Tests.Serialization;

public sealed class MembershipSerializerTests(SweepSerializerTests.QuietSystem quiet) : IClassFixture<SweepSerializerTests.QuietSystem>
{
    private static readonly Type Status = typeof(Cluster).Assembly.GetType("Akka.Cluster.GossipStatus", throwOnError: true)!;

    private MembershipSerializer Serializer => new((ExtendedActorSystem)quiet.System);

    [Fact]
    public void AStatusOfGossip_IsTakenAsThatOfANodeThatKnowsNothing_SoThatItIsAnsweredWithAllOfIt()
    {
        var from = new UniqueAddress(new Address("akka.tcp", "sweep", "192.168.1.7", 4054), 1234567890);
        var version = VectorClock.Create().Increment(VectorClock.Node.Create("one")).Increment(VectorClock.Node.Create("two"));
        var sent = Activator.CreateInstance(
            Status, BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public, null, [from, version], null)!;

        var received = Serializer.FromBinary(Serializer.ToBinary(sent), Serializer.Manifest(sent));

        Assert.Equal(from, Status.GetProperty("From")!.GetValue(received));
        Assert.Equal(VectorClock.Create(), Status.GetProperty("Version")!.GetValue(received));
        Assert.True(version.IsAfter((VectorClock)Status.GetProperty("Version")!.GetValue(received)!));
    }
}
