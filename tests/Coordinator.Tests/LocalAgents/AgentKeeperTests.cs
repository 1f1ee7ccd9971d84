using Sweep.Coordinator.Homes;
using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Tests.Storage;

namespace Sweep.Coordinator.Tests.LocalAgents;

/// <summary>With real processes: small scripts in the agent's place.</summary>
public sealed class AgentKeeperTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CancellationTokenSource stop = new();
    private readonly CancellationTokenSource kill = new();
    private readonly List<string> said = [];

    [Fact]
    public async Task AgentThatDiesAtOnce_IsGivenUp_WithItsLastWords()
    {
        var order = Script("echo start >> \"$(dirname \"$0\")/starts\"; echo 'libfoo is missing' >&2; exit 9");

        var end = await Assert.ThrowsAsync<LocalAgentGaveUpException>(() => Keeper(order).Keep(stop.Token, kill.Token));

        Assert.Contains("exit code 9", end.Message, StringComparison.Ordinal);
        Assert.EndsWith("libfoo is missing", end.Message, StringComparison.Ordinal);
        Assert.Equal(RestartPolicy.SoonDeathsAllowed, File.ReadAllLines(folder["starts"]).Length);
        Assert.Equal(RestartPolicy.SoonDeathsAllowed - 1, said.Count);
    }

    [Fact]
    public async Task AgentThatRefusesItsInput_IsNotStartedAgain()
    {
        var order = Script("echo start >> \"$(dirname \"$0\")/starts\"; echo 'There is no such slot.' >&2; exit 2");

        var end = await Assert.ThrowsAsync<LocalAgentGaveUpException>(() => Keeper(order).Keep(stop.Token, kill.Token));

        Assert.Equal("There is no such slot.", end.Message);
        Assert.Equal(2, end.ExitCode);
        Assert.Single(File.ReadAllLines(folder["starts"]));
    }

    [Fact]
    public async Task Agent_EndsByItself_WhenItsStdinCloses()
    {
        var order = Script("cat > /dev/null; echo bye > \"$(dirname \"$0\")/end\"");
        var keeping = Keeper(order).Keep(stop.Token, kill.Token);

        await stop.CancelAsync();
        await keeping;

        Assert.Equal("bye\n", File.ReadAllText(folder["end"]));
    }

    [Fact]
    public async Task Agent_IsToldWhatIsToBeTrained_AndWhenItsCoordinatorIsUp()
    {
        var order = Script("read first; echo \"$first\" > \"$(dirname \"$0\")/first\"; read then; echo \"$then\" > \"$(dirname \"$0\")/then\"")
            with
        { Expected = new("notebook-cnn", 3) };
        var up = new TaskCompletionSource();
        var keeping = new AgentKeeper(order, up.Task, said.Add, TimeProvider.System).Keep(stop.Token, kill.Token);
        await Written("first");
        Assert.False(File.Exists(folder["then"]));

        up.SetResult();
        await Written("then");
        await stop.CancelAsync();
        await keeping;

        Assert.Equal(("expect notebook-cnn 3\n", "coordinator-is-up\n"), (File.ReadAllText(folder["first"]), File.ReadAllText(folder["then"])));
    }

    [Fact]
    public async Task AgentThatWasNeverToldOfACoordinator_IsKilled()
    {
        var order = Script("echo begun > \"$(dirname \"$0\")/begun\"; sleep 1000");
        var keeping = new AgentKeeper(order, new TaskCompletionSource().Task, said.Add, TimeProvider.System).Keep(stop.Token, kill.Token);
        await Written("begun");

        await stop.CancelAsync();

        await keeping;
    }

    [Fact]
    public async Task Agent_IsKilled_WhenThereIsNoTime()
    {
        var order = Script("sleep 1000");
        var keeping = Keeper(order).Keep(stop.Token, kill.Token);

        await kill.CancelAsync();
        await stop.CancelAsync();

        await keeping;
    }

    [Fact]
    public void Arguments_TellTheAgent_WhomToJoinAndToEndWithItsParent()
    {
        var order = new LocalAgentOrder("sweep-agent", new Home("/h"), 2, "/d");

        Assert.Equal(
            ["--join", "/h", "--name", LocalAgentOrder.Name, "--home", "/h/agent", "--exit-with-parent", "--slots", "2", "--data", "/d"], order.Arguments);
        Assert.Equal(7, (order with { Slots = null, Data = null }).Arguments.Count());
    }

    public void Dispose()
    {
        stop.Dispose();
        kill.Dispose();
        folder.Dispose();
    }

    private async Task Written(string file)
    {
        while (!File.Exists(folder[file]) || new FileInfo(folder[file]).Length == 0)
#pragma warning disable RS0030 // A file of another process tells nobody.
            await Task.Delay(10, TestContext.Current.CancellationToken);
#pragma warning restore RS0030
    }

    private AgentKeeper Keeper(LocalAgentOrder order) => new(order, Task.CompletedTask, said.Add, TimeProvider.System);

    private LocalAgentOrder Script(string body)
    {
        var script = folder["agent.sh"];
        File.WriteAllText(script, $"#!/bin/sh\n{body}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new(script, new Home(folder["home"]), null, null);
    }
}
