using Sweep.Coordinator.LocalAgents;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.LocalAgents;

public sealed class AgentProgramTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Found_InTheBuildsLayout()
    {
        var expected = Place("bin/GpuAgent/release/sweep-agent.dll");

        Assert.Equal(expected, AgentProgram.Find(folder["bin/Coordinator/release/"], null));
    }

    [Fact]
    public void Found_InAPublishedFolder()
    {
        var expected = Place("sweep/agent/sweep-agent.dll");

        Assert.Equal(expected, AgentProgram.Find(folder["sweep"], null));
    }

    [Fact]
    public void Found_WhereTheVariableSays()
    {
        Place("sweep/agent/sweep-agent.dll");
        var expected = Place("elsewhere/agent");

        Assert.Equal(expected, AgentProgram.Find(folder["sweep"], expected));
    }

    [Fact]
    public void Found_BesideAnUnpackedArchive()
    {
        Place("sweep-1.0.0/lib/sweep/libhostfxr.so");
        var expected = Place("sweep-1.0.0/lib/sweep-agent/sweep-agent");

        Assert.Equal(expected, AgentProgram.Find(folder["sweep-1.0.0/lib/sweep/"], null));
    }

    [Fact]
    public void MissingBesideAnUnpackedArchive_IsRefused_WithTheRemedy()
    {
        Place("sweep-1.0.0/lib/sweep/libhostfxr.so");

        var refusal = Assert.Throws<BadInputException>(() => AgentProgram.Find(folder["sweep-1.0.0/lib/sweep/"], null));

        Assert.Contains("an archive of its own: unpack it where this one was unpacked", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(folder["sweep-1.0.0/lib/sweep-agent/sweep-agent"], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_IsRefused_WithTheRemedy()
    {
        var refusal = Assert.Throws<BadInputException>(() => AgentProgram.Find(folder["sweep"], null));

        Assert.Contains(folder["sweep/agent/sweep-agent.dll"], refusal.Message, StringComparison.Ordinal);
        Assert.Contains("dotnet build src/GpuAgent", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private string Place(string file)
    {
        var path = folder[file];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
