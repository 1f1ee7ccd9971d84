using Sweep.Coordinator.Homes;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Tests.Storage;

namespace Sweep.Coordinator.Tests.LocalAgents;

/// <summary>With real processes: small scripts in the agent's place.</summary>
public sealed class AgentKeeperTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly List<string> _said = [];

    [Fact]
    public async Task AgentThatDiesAtOnce_IsGivenUp_WithItsLastWords()
    {
        var order = Script("echo start >> \"$(dirname \"$0\")/starts\"; echo 'libfoo is missing' >&2; exit 9");

        var end = await Assert.ThrowsAsync<LocalAgentGaveUpException>(() => Keeper(order).Keep(_stop.Token, _kill.Token));

        Assert.Contains("exit code 9", end.Message, StringComparison.Ordinal);
        Assert.EndsWith("libfoo is missing", end.Message, StringComparison.Ordinal);
        Assert.Equal(RestartPolicy.SoonDeathsAllowed, File.ReadAllLines(_folder["starts"]).Length);
        Assert.Equal(RestartPolicy.SoonDeathsAllowed - 1, _said.Count);
    }

    [Fact]
    public async Task AgentThatRefusesItsInput_IsNotStartedAgain()
    {
        var order = Script("echo start >> \"$(dirname \"$0\")/starts\"; echo 'There is no such slot.' >&2; exit 2");

        var end = await Assert.ThrowsAsync<LocalAgentGaveUpException>(() => Keeper(order).Keep(_stop.Token, _kill.Token));

        Assert.Equal("There is no such slot.", end.Message);
        Assert.Equal(2, end.ExitCode);
        Assert.Single(File.ReadAllLines(_folder["starts"]));
    }

    [Fact]
    public async Task Agent_EndsByItself_WhenItsStdinCloses()
    {
        var order = Script("cat > /dev/null; echo bye > \"$(dirname \"$0\")/end\"");
        var keeping = Keeper(order).Keep(_stop.Token, _kill.Token);

        await _stop.CancelAsync();
        await keeping;

        Assert.Equal("bye\n", File.ReadAllText(_folder["end"]));
    }

    [Fact]
    public async Task Agent_IsKilled_WhenThereIsNoTime()
    {
        var order = Script("sleep 1000");
        var keeping = Keeper(order).Keep(_stop.Token, _kill.Token);

        await _kill.CancelAsync();
        await _stop.CancelAsync();

        await keeping;
    }

    [Fact]
    public void Arguments_TellTheAgent_WhomToJoinAndToEndWithItsParent()
    {
        var order = new LocalAgentOrder("sweep-agent", new Home("/h"), "127.0.0.1:4053", 2, "/d");

        Assert.Equal(
            ["--join", "127.0.0.1:4053", "--name", LocalAgentOrder.Name, "--home", "/h/agent", "--exit-with-parent", "--slots", "2", "--data", "/d"], order.Arguments);
        Assert.Equal(7, (order with { Slots = null, Data = null }).Arguments.Count());
    }

    public void Dispose()
    {
        _stop.Dispose();
        _kill.Dispose();
        _folder.Dispose();
    }

    private AgentKeeper Keeper(LocalAgentOrder order) => new(order, _said.Add, TimeProvider.System);

    private LocalAgentOrder Script(string body)
    {
        var script = _folder["agent.sh"];
        File.WriteAllText(script, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(script, new Home(_folder["home"]), "127.0.0.1:4053", null, null);
    }
}
