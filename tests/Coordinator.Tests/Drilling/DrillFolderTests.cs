using Sweep.Coordinator.Drilling;
using Sweep.Coordinator.Tests.Storage;

namespace Sweep.Coordinator.Tests.Drilling;

public sealed class DrillFolderTests : IDisposable
{
    private readonly TemporaryFolder place = new();

    public void Dispose() => place.Dispose();

    [Fact]
    public void ADrillThatEnds_LeavesNoFolder_UnlessItIsKept()
    {
        using (var gone = DrillFolder.Create(place[""]))
            File.WriteAllText(Path.Combine(gone.Path, "log.txt"), "what it did");
        using (var kept = DrillFolder.Create(place[""]))
        {
            kept.Kept = true;
            File.WriteAllText(Path.Combine(kept.Path, "log.txt"), "what it did");
        }

        var left = Assert.Single(Directory.GetDirectories(place[""]));
        Assert.Equal(["log.txt"], Directory.GetFiles(left).Select(Path.GetFileName));
        using var next = DrillFolder.Create(place[""]);
        Assert.True(Directory.Exists(left));
    }

    [Fact]
    public void WhatAKilledDrillLeft_IsRemovedByTheNext_AndALivingOneIsNot()
    {
        var left = Directory.CreateDirectory(place["sweep-drill-killed"]).FullName;
        File.WriteAllText(Path.Combine(left, "drill.lock"), "");
        File.WriteAllText(Path.Combine(left, "log.txt"), "what it did");
        using var living = DrillFolder.Create(place[""]);
        Assert.False(Directory.Exists(left));

        using var next = DrillFolder.Create(place[""]);

        Assert.True(Directory.Exists(living.Path));
        Assert.NotEqual(living.Path, next.Path);
    }

    [Fact]
    public void FoldersOfOthers_AreLeftAlone()
    {
        var elsewhere = Directory.CreateDirectory(place["elsewhere"]).FullName;
        File.WriteAllText(Path.Combine(elsewhere, "drill.lock"), "");
        Directory.CreateSymbolicLink(place["sweep-drill-link"], elsewhere);
        Directory.CreateDirectory(place["sweep-drill-unknown"]);

        using var next = DrillFolder.Create(place[""]);

        Assert.True(File.Exists(Path.Combine(elsewhere, "drill.lock")));
        Assert.True(Directory.Exists(place["sweep-drill-unknown"]));
    }
}
