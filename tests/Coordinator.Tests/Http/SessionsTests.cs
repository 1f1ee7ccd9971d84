using Sweep.Coordinator.Http;

namespace Sweep.Coordinator.Tests.Http;

public sealed class SessionsTests
{
    private readonly Sessions sessions = new();

    [Fact]
    public void ASession_IsThatOfTheAgentThatOpenedIt_AndASecretOf256Bits()
    {
        var (one, other) = (sessions.Open("a"), sessions.Open("b"));

        Assert.Equal(("a", "b"), (sessions.AgentOf(one), sessions.AgentOf(other)));
        Assert.Equal(64, one.Length);
        Assert.Null(sessions.AgentOf(one[..63]));
        Assert.Null(sessions.AgentOf(""));
    }

    [Fact]
    public void SessionsAreCounted_AsTheyAreOpened()
    {
        string[] all = [sessions.Open("a"), sessions.Open("b"), sessions.Open("a")];

        Assert.Equal([0L, 1L, 2L, null], all.Append("").Select(sessions.OrderOf));
    }

    [Fact]
    public void ClosedSessions_AreNobodys_AndThoseOfOthersGoOn()
    {
        var (first, second, other) = (sessions.Open("a"), sessions.Open("a"), sessions.Open("b"));

        sessions.Close("a");

        Assert.Equal([null, null, "b"], new[] { first, second, other }.Select(sessions.AgentOf));
    }

    [Fact]
    public void AnAgentThatOpensOneAfterTheOther_HasOnlyTheLatest()
    {
        string[] all = [.. Enumerable.Range(0, Sessions.MostPerAgent + 2).Select(_ => sessions.Open("a"))];

        Assert.Equal(2, all.Count(session => sessions.AgentOf(session) is null));
        Assert.Equal("a", sessions.AgentOf(all[^1]));
        Assert.Null(sessions.AgentOf(all[0]));
    }
}
