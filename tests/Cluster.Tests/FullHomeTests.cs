using Sweep.Shared;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>
/// A disk with everything on it, coordinator's and agent's, that fills up. A class of its own: the agent's slot rests for half a minute,
/// until the coordinator has something to write.
/// </summary>
[ProcessesDoLittle]
public sealed class FullHomeTests
{
    [Fact]
    public async Task DiskThatFillsUpInTraining_IsOneSentence_AndWhatWasRecordedIsAnswered()
    {
        Assert.SkipUnless(SmallDisk.CanBeMade, "only root may mount a file system");
        using var place = new Workplace();
        place.Write("disk.yaml", "name: disk\ndataset: { name: shapes10, train: 300, validation: 50 }\nspace: { lr: [1e-3, 2e-3], epochs: 6 }\n");
        Directory.CreateDirectory(place.Home);
        using var disk = new SmallDisk(place.Home, "2m");

        using var run = place.Launch("run", "disk.yaml", "--slots", "1");
        // The agent's slot rests, since a checkpoint finds no room; what the coordinator writes is less, and might for long.
        await run.Until(() => run.Said.Contains("rests: ", StringComparison.Ordinal) || run.HasEnded, "the slot rests");
        disk.Fill();
        Assert.True(await run.Ended() == 74, run.Said);
        Assert.DoesNotContain("\n   at ", run.Said, StringComparison.Ordinal);
        Assert.True(run.Error.Contains("room", StringComparison.Ordinal), run.Said);
        var (code, output, error) = await place.Sweep("status");
        Assert.Equal(0, code);
        Assert.DoesNotContain("\n   at ", output + error, StringComparison.Ordinal);
        (code, output, error) = await place.Sweep("serve", "--port", "0");
        Assert.Equal(74, code);
        Assert.DoesNotContain("\n   at ", output + error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(place.Home, "*damaged*"));

        disk.Empty();
        disk.Resize("64m");
        await place.SweepWell("run", "disk.yaml", "--slots", "1");
        await place.SweepWell("verify", "--complete");
    }
}
