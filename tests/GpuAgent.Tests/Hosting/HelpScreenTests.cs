using Sweep.Shared;

namespace Sweep.GpuAgent.Tests.Hosting;

/// <summary>What <c>sweep-agent</c> says about itself, word for word.</summary>
public sealed class HelpScreenTests
{
    [Theory]
    [InlineData("sweep-agent")]
    [InlineData("sweep-agent devices")]
    [InlineData("sweep-agent train")]
    public async Task EveryCommand_ExplainsItself_AsApproved(string command)
    {
        using var agent = new AgentProcess([.. command.Split(' ')[1..], "--help"]);

        Assert.Equal(0, await agent.Exit());

        ApprovedText.Is($"tests/GpuAgent.Tests/Approved/{command.Replace(' ', '-')}.txt", string.Concat(agent.Output.All.Select(line => line + "\n")));
    }
}
