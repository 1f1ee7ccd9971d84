using Sweep.Experiments.Trials;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Trainers;

namespace Sweep.GpuAgent.Tests.Files;

/// <summary>
/// What the files of an agent's home are called and say, for ever: an agent that is updated goes on with what its predecessor left. Only a
/// written-out name or line notices that one was changed. The outbox's lines have their own test.
/// </summary>
public sealed class AgentHomeFormatTests : IDisposable
{
    /// <summary>As <c>sha256sum</c> gives it for the content <c>a checkpoint</c> with a line feed.</summary>
    private const string Sha256 = "af3f21181622d05eb6375ebb30e62bbe98f8541c778ae2ecedd0af333c43a504";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void EveryPlaceInAHome_IsCalledAsEver()
    {
        using var home = AgentHome.Hold(folder["home"]);
        Assert.Equal(
            ["outbox", "checkpoints", "logs", "trainers", "work/slot-3"],
            new[] { home.Places.Outbox, home.Places.Checkpoints, home.Places.Logs, home.Places.Trainers, home.Places.Work(3) }
                .Select(path => Path.GetRelativePath(home.Folder, path)));
        Assert.Equal(["agent.id", "agent.lock"], Directory.GetFiles(home.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void TheIdOfAHome_IsReadAsItWasWritten()
    {
        const string Id = "00112233-4455-6677-8899-aabbccddeeff";
        Directory.CreateDirectory(folder["home"]);
        File.WriteAllText(folder["home/agent.id"], Id);
        using (var home = AgentHome.Hold(folder["home"]))
            Assert.Equal(new Guid(Id), home.Id);
        File.Delete(folder["home/agent.id"]);
        using var anew = AgentHome.Hold(folder["home"]);
        Assert.Equal(anew.Id.ToString("D"), File.ReadAllText(folder["home/agent.id"]));
    }

    [Fact]
    public void ATrainersFile_IsItsStartTime_UnderItsNumber()
    {
        new LeftoverTrainers(folder.Path).Add(Environment.ProcessId);
        // The words after the program's name in parentheses begin with the third field; the start time is the twenty-second.
        var started = File.ReadAllText("/proc/self/stat").Split(") ")[^1].Split(' ')[22 - 3];
        Assert.Equal(started, File.ReadAllText(folder[FormattableString.Invariant($"{Environment.ProcessId}")]));
    }

    [Fact]
    public void ACheckpoint_IsCalledAsEver_AndFoundUnderThatName()
    {
        var run = new RunId("0123456789abcdef");
        var path = folder[$"checkpoints/0123456789abcdef-3-{Sha256}.checkpoint"];
        File.WriteAllText(folder["epoch"], "a checkpoint\n");
        Assert.Equal(new(3, Sha256, 13), new CheckpointCache(folder["checkpoints"], []).Adopt(run, 3, folder["epoch"]));
        Assert.Equal([path], Directory.GetFiles(folder["checkpoints"]));
        Assert.Equal(path, new CheckpointCache(folder["checkpoints"], []).FindSound(Sha256));
    }
}
