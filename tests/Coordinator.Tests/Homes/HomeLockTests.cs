using System.Diagnostics;
using System.Globalization;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Tests.Homes;

public sealed class HomeLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void ASecondUser_IsTold_WhichHome_WhoHoldsIt_AndWhatToDo()
    {
        var home = Home.At(folder["home"]);
        using var first = HomeLock.Take(home);
        var refusal = Assert.Throws<BadInputException>(() => HomeLock.Take(home));
        Assert.Contains(home.Folder, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), refusal.Message, StringComparison.Ordinal);
        Assert.Contains("--home", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AfterItsRelease_AnotherMayTakeIt()
    {
        var home = Home.At(folder["home"]);
        HomeLock.Take(home).Dispose();
        HomeLock.Take(home).Dispose();
    }

    [Fact]
    public void TwoHomes_AreIndependent()
    {
        using var one = HomeLock.Take(Home.At(folder["one"]));
        using var two = HomeLock.Take(Home.At(folder["two"]));
    }

    [Fact]
    public void ANewHome_IsItsOwnersAlone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file modes are a Unix matter");
        var home = Home.At(folder["deep/down/home"]);
        using var held = HomeLock.Take(home);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, new DirectoryInfo(home.Folder).UnixFileMode);
    }

    [Fact]
    public void AHomeThatOthersMayWrite_IsTheirsToReadOnly()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file modes are a Unix matter");
        var home = Home.At(folder["home"]);
        Directory.CreateDirectory(home.Folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(home.Folder, (UnixFileMode)0b111_111_111);
        using var held = HomeLock.Take(home);
        Assert.Equal((UnixFileMode)0b111_101_101, new DirectoryInfo(home.Folder).UnixFileMode);
    }

    [Fact]
    public void AFileWhereTheHomeShouldBe_IsOneSentence()
    {
        File.WriteAllText(folder["home"], "");
        var refusal = Assert.Throws<BadInputException>(() => HomeLock.Take(Home.At(folder["home"])));
        Assert.Contains(folder["home"], refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AKilledHolder_FreesIt()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "uses flock(1) as the other process");
        var home = Home.At(folder["home"]);
        HomeLock.Take(home).Dispose();
        using var holder = Process.Start(new ProcessStartInfo("flock") { ArgumentList = { "--no-fork", home.LockFile, "sh", "-c", "echo held; exec sleep 600" }, RedirectStandardOutput = true })!;
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());
        Assert.Throws<BadInputException>(() => HomeLock.Take(home));
        holder.Kill();
        await holder.WaitForExitAsync();
        HomeLock.Take(home).Dispose();
    }
}
