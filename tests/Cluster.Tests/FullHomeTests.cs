using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>
/// A disk with everything on it, coordinator's and agent's, that fills up. A class of its own, and among the first to begin: the agent's
/// slot rests for half a minute again and again, until the coordinator too has something to write.
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

        var (code, output, error) = await place.Sweep("run", "disk.yaml", "--slots", "1");
        Assert.True(code is 70 or 74, $"{code}\n{output}\n{error}");
        Assert.DoesNotContain("\n   at ", output + error, StringComparison.Ordinal);
        Assert.True(error.Contains("room", StringComparison.Ordinal), error);
        (code, output, error) = await place.Sweep("status");
        Assert.Equal(0, code);
        Assert.DoesNotContain("\n   at ", output + error, StringComparison.Ordinal);
        (code, output, error) = await place.Sweep("serve", "--port", "0");
        Assert.Equal(74, code);
        Assert.DoesNotContain("\n   at ", output + error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(place.Home, "*damaged*"));

        disk.Resize("64m");
        await place.SweepWell("run", "disk.yaml", "--slots", "1");
        await place.SweepWell("verify", "--complete");
    }
}
