using System.Diagnostics;

namespace Sweep.Files.Tests;

public sealed class HeldFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string LockFile => folder["lock"];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void OneHolder_ShutsOutAllOthers_UntilItLetsGo()
    {
        using (var held = HeldFolder.TryTake(LockFile))
        {
            Assert.NotNull(held);
            Assert.Null(HeldFolder.TryTake(LockFile));
            Assert.Null(HeldFolder.TryShare(LockFile));
        }
        using var next = HeldFolder.TryTake(LockFile);
        Assert.NotNull(next);
    }

    [Fact]
    public void Readers_ShareIt_AndShutOutWhoeverWantsItAlone()
    {
        HeldFolder.TryTake(LockFile)!.Dispose();
        using (var one = HeldFolder.TryShare(LockFile))
        using (var two = HeldFolder.TryShare(LockFile))
        {
            Assert.NotNull(one);
            Assert.NotNull(two);
            Assert.Null(HeldFolder.TryTake(LockFile));
        }
        using var alone = HeldFolder.TryTake(LockFile);
        Assert.NotNull(alone);
    }

    [Fact]
    public void AFolderThatNobodyEverHeld_CannotBeShared() => Assert.Throws<FileNotFoundException>(() => HeldFolder.TryShare(LockFile));

    [Fact]
    public void AFolderThatRefuses_IsNotTakenForHeld() =>
        Assert.Throws<DirectoryNotFoundException>(() => HeldFolder.TryTake(folder["missing/lock"]));

    [Fact]
    public async Task AKilledProcess_LetsGo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "uses flock(1) as the other process");
        HeldFolder.TryTake(LockFile)!.Dispose();
        var start = new ProcessStartInfo("flock")
        {
            ArgumentList = { "--no-fork", LockFile, "sh", "-c", "echo held; exec sleep 600" },
            RedirectStandardOutput = true,
        };
        using var holder = Process.Start(start)!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        Assert.Null(HeldFolder.TryTake(LockFile));
        holder.Kill();
        await holder.WaitForExitAsync();
        using var held = HeldFolder.TryTake(LockFile);
        Assert.NotNull(held);
    }
}
