using System.Text;
using CsCheck;
using Sweep.Files.Simulation;

namespace Sweep.Files.Tests.Simulation;

public sealed class SimulatedDiskTests
{
    private const int Attempts = 200;

    /// <summary>The same on disks of many seeds; what came of it.</summary>
    private static HashSet<string> Outcomes(Func<SimulatedDisk, string> live) =>
        [.. Enumerable.Range(0, Attempts).Select(seed => live(Disk(seed)))];

    private static SimulatedDisk Disk(int seed = 1)
    {
        var disk = new SimulatedDisk(seed, TimeProvider.System);
        disk.MakeFolder("/a");
        disk.SyncFolder("/");
        return disk;
    }

    private static void Write(SimulatedDisk disk, string path, string content, bool sync)
    {
        using var file = disk.Open(path, new() { Mode = FileMode.Create, Access = FileAccess.Write });
        file.Stream.Write(Encoding.ASCII.GetBytes(content));
        if (sync)
            file.Sync();
    }

    /// <summary>The content; null where there is no such file.</summary>
    private static string? Read(SimulatedDisk disk, string path)
    {
        if (disk.Look(path) is null)
            return null;
        using var text = new StreamReader(disk.OpenRead(path), Encoding.Latin1);
        return text.ReadToEnd();
    }

    [Fact]
    public void WhatWasSynced_WithItsFolder_SurvivesAPowerCut() => Assert.Equal(["kept"], Outcomes(disk =>
    {
        Write(disk, "/a/f", "kept", sync: true);
        disk.SyncFolder("/a");
        disk.Crash();
        return Read(disk, "/a/f") ?? "gone";
    }));

    [Fact]
    public void ANewName_WithoutASyncOfItsFolder_MayStayOrGo() => Assert.Equal(["gone", "kept"], Outcomes(disk =>
    {
        Write(disk, "/a/f", "kept", sync: true);
        disk.Crash();
        return Read(disk, "/a/f") ?? "gone";
    }).Order());

    [Fact]
    public void ADeletion_WithoutASyncOfItsFolder_MayNotHaveHappened() => Assert.Equal(["gone", "kept"], Outcomes(disk =>
    {
        Write(disk, "/a/f", "kept", sync: true);
        disk.SyncFolder("/a");
        disk.Delete("/a/f");
        disk.Crash();
        return Read(disk, "/a/f") ?? "gone";
    }).Order());

    [Fact]
    public void ARename_IsDoneOrNot_AndNeverHalf() => Assert.Equal(["new and nothing", "old and new"], Outcomes(disk =>
    {
        Write(disk, "/a/f", "old", sync: true);
        Write(disk, "/a/g", "new", sync: true);
        disk.SyncFolder("/a");
        disk.Move("/a/g", "/a/f", overwrite: true);
        disk.Crash();
        return $"{Read(disk, "/a/f")} and {Read(disk, "/a/g") ?? "nothing"}";
    }).Order());

    [Fact]
    public void ARenameToASyncedFolder_IsThere_AndTheOldNameMayBeToo() => Assert.Equal(["moved and moved", "moved and nothing"], Outcomes(disk =>
    {
        disk.MakeFolder("/b");
        disk.SyncFolder("/");
        Write(disk, "/a/f", "moved", sync: true);
        disk.SyncFolder("/a");
        disk.Move("/a/f", "/b/f", overwrite: false);
        disk.SyncFolder("/b");
        disk.Crash();
        return $"{Read(disk, "/b/f")} and {Read(disk, "/a/f") ?? "nothing"}";
    }).Order());

    [Fact]
    public void AFolderThatNobodySynced_TakesAllWithIt() => Assert.Contains("gone", Outcomes(disk =>
    {
        disk.MakeFolder("/a/b");
        Write(disk, "/a/b/f", "kept", sync: true);
        disk.SyncFolder("/a/b");
        disk.Crash();
        return Read(disk, "/a/b/f") ?? "gone";
    }));

    [Fact]
    public void AnAppendWithoutASync_IsTornAnywhere() => Assert.True(Outcomes(disk =>
    {
        Write(disk, "/a/f", "sound ", sync: true);
        disk.SyncFolder("/a");
        using (var file = disk.Open("/a/f", new() { Mode = FileMode.Append, Access = FileAccess.Write }))
            file.Stream.Write("torn"u8);
        disk.Crash();
        var read = Read(disk, "/a/f")!;
        Assert.StartsWith("sound ", read, StringComparison.Ordinal);
        Assert.StartsWith(read.TrimEnd('\0'), "sound torn", StringComparison.Ordinal);
        return read.TrimEnd('\0');
    }).Count == "torn".Length + 1);

    [Fact]
    public void PagesOfOneWrite_ReachThePlatterInAnyOrder()
    {
        const int Pages = 3;
        var outcomes = Outcomes(disk =>
        {
            Write(disk, "/a/f", "", sync: true);
            disk.SyncFolder("/a");
            Write(disk, "/a/f", new string('x', Pages * FileOnDisk.PageBytes), sync: false);
            disk.Crash();
            var read = Read(disk, "/a/f")!.PadRight(Pages * FileOnDisk.PageBytes, '\0');
            return string.Concat(Enumerable.Range(0, Pages).Select(page => read[page * FileOnDisk.PageBytes] == 'x' ? "x" : "-"));
        });
        Assert.Superset(new HashSet<string> { "---", "x--", "xx-", "xxx", "-x-", "--x", "x-x", "-xx" }, outcomes);
    }

    [Fact]
    public void AFailedSync_MayForgetAPage_ThatTheNextOneThenDoesNotWrite()
    {
        var outcomes = Outcomes(disk =>
        {
            Write(disk, "/a/f", "old", sync: true);
            disk.SyncFolder("/a");
            using (var file = disk.Open("/a/f", new() { Mode = FileMode.Open, Access = FileAccess.Write }))
            {
                file.Stream.Write("new"u8);
                disk.SyncFails = true;
                Assert.Throws<IOException>(file.Sync);
                disk.SyncFails = false;
                file.Sync();
            }
            var before = Read(disk, "/a/f");
            disk.Crash();
            return $"{before}, then {Read(disk, "/a/f")}";
        });
        Assert.Equal(["new, then new", "new, then old", "old, then old"], outcomes.Order());
    }

    [Fact]
    public void AFullDisk_TakesTheBeginningOfAWrite_AndHasTheNumberOfOne()
    {
        var disk = Disk();
        disk.Room = 3;
        using var file = disk.Open("/a/f", new() { Mode = FileMode.CreateNew, Access = FileAccess.Write });
        Assert.Equal(28, Assert.Throws<IOException>(() => file.Stream.Write("12345"u8)).HResult);
        Assert.Equal("123", Read(disk, "/a/f"));
        Assert.Throws<IOException>(() => disk.MakeFolder("/b"));
        file.Stream.SetLength(1);
        file.Stream.Position = 0;
        file.Stream.Write("abc"u8);
        Assert.Equal("abc", Read(disk, "/a/f"));
        disk.Delete("/a/f");
        Assert.Equal(3, disk.Room);
        Assert.Equal(2, disk.FaultsMet);
    }

    [Fact]
    public void ARead_MayHaveOneBitOtherThanWritten_AndTheNextOneNot()
    {
        var disk = Disk();
        Write(disk, "/a/f", "sound", sync: true);
        disk.ReadFlips = 1;
        var flipped = Read(disk, "/a/f")!;
        disk.ReadFlips = 0;
        Assert.Equal(1, flipped.Zip("sound").Sum(pair => int.PopCount(pair.First ^ pair.Second)));
        Assert.Equal("sound", Read(disk, "/a/f"));
    }

    [Fact]
    public void ASlowDisk_SaysHowLongItTook()
    {
        var disk = Disk();
        disk.SyncTakes = TimeSpan.FromMilliseconds(30);
        Write(disk, "/a/f", "slow", sync: true);
        disk.SyncFolder("/a");
        Assert.Equal(TimeSpan.FromMilliseconds(60), disk.TakeSpent());
        Assert.Equal(TimeSpan.Zero, disk.TakeSpent());
    }

    [Fact]
    public void AFileThatWasOpenWhenThePowerWent_CanOnlyBeClosed()
    {
        var disk = Disk();
        using var file = disk.Open("/a/f", new() { Mode = FileMode.CreateNew, Access = FileAccess.Write });
        disk.Crash();
        Assert.Throws<IOException>(() => file.Stream.Write("late"u8));
        Assert.Throws<IOException>(file.Sync);
    }

    [Fact]
    public void AKilledProcess_LeavesWhatItHadWritten_UntilThePowerGoes()
    {
        var disk = Disk();
        Write(disk, "/a/f", "", sync: true);
        disk.SyncFolder("/a");
        disk.ChangesLeft = 1;
        Assert.Throws<HaltedException>(() => Write(disk, "/a/f", "written", sync: true));
        Assert.Throws<HaltedException>(() => disk.Look("/a/f"));
        disk.ChangesLeft = null;
        Assert.Equal("written", Read(disk, "/a/f"));
    }

    [Fact]
    public void ThePowerMayGo_BetweenAWriteAndItsSync() => Assert.Superset(new HashSet<string> { "", "w", "written" }, Outcomes(disk =>
    {
        Write(disk, "/a/f", "", sync: true);
        disk.SyncFolder("/a");
        disk.ChangesLeft = 1;
        Assert.Throws<HaltedException>(() => Write(disk, "/a/f", "written", sync: true));
        disk.Crash();
        return Read(disk, "/a/f")!.TrimEnd('\0');
    }));

    [Fact]
    public void ATwin_HasEverythingAsItIsRead_AndLosesNothingOfIt()
    {
        var disk = Disk();
        disk.MakeFolder("/a/b");
        Write(disk, "/a/b/f", "written", sync: false);
        var twin = disk.Twin(seed: 2);
        disk.Delete("/a/b/f");
        twin.Crash();
        Assert.Equal("written", Read(twin, "/a/b/f"));
    }

    [Fact]
    public async Task EverythingIsDone_WhenTheCallReturns()
    {
        await using var file = Disk().Open("/a/f", new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite }).Stream;
        Assert.True(file.WriteAsync(new byte[10]).AsTask().IsCompletedSuccessfully);
        Assert.True(file.FlushAsync().IsCompletedSuccessfully);
        file.Position = 0;
        Assert.True(file.CopyToAsync(new MemoryStream()).IsCompletedSuccessfully);
        file.Position = 0;
        Assert.True(file.ReadAsync(new byte[10]).AsTask().IsCompletedSuccessfully);
        Assert.True(file.DisposeAsync().AsTask().IsCompletedSuccessfully);
    }
}
