using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;

namespace Sweep.Protocol.Tests.Hosting;

public sealed class DoorkeeperTests
{
    private const string Seed = "lab-server:4053";
    private static readonly string AtSeed = $"ssl.tcp://sweep@{Seed}";
    private static readonly PeerIdentity Agent = new(PeerKind.Agent, "box-7", "01");
    private static readonly PeerIdentity Coordinator = new(PeerKind.Coordinator, CertificateAuthority.CoordinatorName, "02");

    [Theory]
    [InlineData(ClusterSettings.CoordinatorRole)]
    [InlineData(ClusterSettings.AgentRole)]
    public void WhoeverShowsNothingThatIsBelieved_IsNotTalkedWith(string role)
    {
        Assert.NotNull(Doorkeeper.Refusal(role, Seed, "[::ffff:10.0.0.9]:40000", null));
        Assert.NotNull(Doorkeeper.Refusal(role, Seed, AtSeed, null));
    }

    [Fact]
    public void CoordinatorTalksWithAgents_AndWithNoSecondCoordinator()
    {
        Assert.Null(Doorkeeper.Refusal(ClusterSettings.CoordinatorRole, Seed, "[::ffff:10.0.0.9]:40000", Agent));
        Assert.NotNull(Doorkeeper.Refusal(ClusterSettings.CoordinatorRole, Seed, "[::ffff:10.0.0.9]:40000", Coordinator));
        Assert.NotNull(Doorkeeper.Refusal(ClusterSettings.CoordinatorRole, Seed, "ssl.tcp://sweep@10.0.0.9:4054", Coordinator));
    }

    [Fact]
    public void AnAgentsCertificate_DoesNotAnswerAtTheCoordinatorsAddress()
    {
        Assert.Null(Doorkeeper.Refusal(ClusterSettings.AgentRole, Seed, AtSeed, Coordinator));
        Assert.NotNull(Doorkeeper.Refusal(ClusterSettings.AgentRole, Seed, AtSeed, Agent));
        Assert.Null(Doorkeeper.Refusal(ClusterSettings.AgentRole, Seed, "ssl.tcp://sweep@10.0.0.9:4054", Agent));
    }
}
