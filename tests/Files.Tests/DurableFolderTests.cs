namespace Sweep.Files.Tests;

public sealed class DurableFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void AFolder_IsMadeOnce()
    {
        DurableFolder.Make(folder["deep"]);
        folder.With("deep/file", "kept");
        DurableFolder.Make(folder["deep"]);
        Assert.Equal("kept", File.ReadAllText(folder["deep/file"]));
    }

    [Fact]
    public void AFolder_TakesItsNameWithAllThatIsInIt()
    {
        Directory.CreateDirectory(folder["beside/deep/deeper"]);
        folder.With("beside/deep/deeper/file", "content");
        DurableFolder.MoveInto(folder["beside"], folder["place"]);
        Assert.Equal("content", File.ReadAllText(folder["place/deep/deeper/file"]));
        Assert.Equal(["place"], folder.Names);
    }

    [Fact]
    public void ANameThatIsTaken_IsNotTakenAgain()
    {
        Directory.CreateDirectory(folder["beside"]);
        Directory.CreateDirectory(folder["place"]);
        folder.With("place/file", "content");
        Assert.Throws<IOException>(() => DurableFolder.MoveInto(folder["beside"], folder["place"]));
        Assert.Equal("content", File.ReadAllText(folder["place/file"]));
        Assert.True(Directory.Exists(folder["beside"]));
    }

    [Fact]
    public void WhatTheSystemRefuses_HasItsNumberAndItsFolder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the numbers are those of Linux");
        var refused = Assert.Throws<IOException>(() => DurableFolder.Sync(folder["missing"]));
        const int NoSuchFile = 2;
        Assert.Equal(NoSuchFile, refused.HResult);
        Assert.Contains(folder["missing"], refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ASync_ThatFails_IsNotTakenForOne()
    {
        // Files below /proc are made when they are read, and nothing of them can be put on a disk.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "there is no /proc");
        Assert.Throws<IOException>(() => DurableFolder.Sync("/proc/self/task"));
    }
}
