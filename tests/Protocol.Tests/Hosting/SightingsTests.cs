using Sweep.Protocol.Hosting;

namespace Sweep.Protocol.Tests.Hosting;

public sealed class SightingsTests
{
    private readonly Sightings<string> sightings = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5));

    [Fact]
    public void NodeOutOfSightForThePatience_IsGivenUp_AndNoOther()
    {
        Look(0, "a");
        Look(4, "a", "b");
        Assert.Empty(Look(9, "a", "b"));
        Assert.Equal(["a"], Look(10, "a", "b"));
        Assert.Equal(["a", "b"], Look(14, "a", "b"));
    }

    [Fact]
    public void NodeThatWasSeenMeanwhile_BeginsAnew()
    {
        Look(0, "a");
        Look(4, "a");
        Look(8);
        Look(12, "a");
        Assert.Empty(Look(16, "a"));
        Assert.Empty(Look(20, "a"));
        Assert.Equal(["a"], Look(22, "a"));
    }

    [Fact]
    public void GapBetweenLooks_SaysThatThisNodeSlept_AndIsHeldAgainstNobody()
    {
        Look(0, "a");
        Look(4, "a");
        Assert.Empty(Look(60, "a"));
        Look(64, "a");
        Look(68, "a");
        Assert.Equal(["a"], Look(70, "a"));
    }

    private IReadOnlyList<string> Look(double seconds, params string[] unseen) => sightings.Look(TimeSpan.FromSeconds(seconds), unseen);
}
