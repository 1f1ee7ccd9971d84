using Sweep.GpuAgent.Files;

namespace Sweep.GpuAgent.Tests.Files;

public sealed class AgentHomeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public async Task AgentOfACoordinatorOnThisMachine_WaitsForTheOneBefore()
    {
        var before = AgentHome.Hold(folder["home"]);
        var waiting = AgentHome.HoldAfterAnother(folder["home"]);
        Assert.False(waiting.IsCompleted);

        before.Dispose();

        using var after = await waiting;
        Assert.Equal(before.Id, after.Id);
    }

    public void Dispose() => folder.Dispose();
}
