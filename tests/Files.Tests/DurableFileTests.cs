
namespace Sweep.Files.Tests;

public sealed class DurableFileTests : IDisposable
{
    private const UnixFileMode OwnersAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode EverybodyReads = OwnersAlone | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static RealFiles Disk(long room = long.MaxValue, bool syncs = true, Action? synced = null) =>
        new((path, options) => new BrokenDisk(path, options, room, syncs, synced));

    [Fact]
    public void AFile_SaysWhatWasWritten_AndNothingStandsBesideIt()
    {
        DurableFile.Write(folder["file"], file => file.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(folder["file"]));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void TheContent_IsOnDisk_BeforeTheFileHasItsName()
    {
        var path = folder.With("file", "old");
        var found = new List<string>();
        DurableFile.Write(Disk(synced: () => found.Add(File.ReadAllText(path))), path, file => file.Write("new"u8));
        Assert.Equal(["old"], found);
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void AWriterThatFailsHalfway_LeavesTheFileAsItWas()
    {
        var path = folder.With("file", "old");
        Assert.Throws<InvalidOperationException>(() => DurableFile.Write(path, file =>
        {
            file.Write("half of the n"u8);
            file.Flush();
            throw new InvalidOperationException();
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void HalfAFile_ThatAKilledProcessLeft_IsInNobodysWay()
    {
        var path = folder.With("file", "old");
        folder.With(Beside("file"), "half of something far longer than what is written");
        DurableFile.Write(path, file => file.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void AFailedFsync_LeavesTheFileAsItWas()
    {
        var path = folder.With("file", "old");
        Assert.Throws<IOException>(() => DurableFile.Write(Disk(syncs: false), path, file => file.Write("new"u8)));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void AFullDisk_LeavesTheFileAsItWas()
    {
        var path = folder.With("file", "old");
        Assert.Throws<IOException>(() => DurableFile.Write(Disk(room: 10), path, file => file.Write(new byte[100])));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void ARealDiskThatIsFull_LeavesTheFileAsItWas_AndTakesTheNextOne()
    {
        Assert.SkipUnless(SmallDisk.CanBeMade, "only root may mount a file system");
        using var disk = new SmallDisk(folder["disk"], "64k");
        var path = Path.Combine(folder["disk"], "file");
        File.WriteAllText(path, "old");
        Assert.Throws<IOException>(() => DurableFile.Write(path, file => file.Write(new byte[1 << 20])));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.EnumerateFileSystemEntries(folder["disk"]));
        DurableFile.Write(path, file => file.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(path));
    }

    [Fact]
    public void AFinishedFile_TakesItsName_OnARealDiskWithoutAByteLeft()
    {
        Assert.SkipUnless(SmallDisk.CanBeMade, "only root may mount a file system");
        using var disk = new SmallDisk(folder["disk"], "64k");
        var (path, finished) = (Path.Combine(folder["disk"], "file"), Path.Combine(folder["disk"], "finished"));
        File.WriteAllText(path, "old");
        File.WriteAllText(finished, "new");
        Assert.Throws<IOException>(() => File.WriteAllBytes(Path.Combine(folder["disk"], "rest"), new byte[1 << 20]));
        DurableFile.MoveInto(finished, path);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.False(File.Exists(finished));
    }

    [Fact]
    public void ANameThatCannotBeTaken_LeavesNothingBeside()
    {
        Directory.CreateDirectory(folder["file/within"]);
        Assert.ThrowsAny<Exception>(() => DurableFile.Write(folder["file"], file => file.Write("new"u8)));
        Assert.True(Directory.Exists(folder["file/within"]));
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    public void ALinkInItsPlace_IsReplaced_AndWhatItLedToStays()
    {
        var elsewhere = folder.With("elsewhere", "not ours");
        File.CreateSymbolicLink(folder["file"], elsewhere);
        DurableFile.Write(folder["file"], file => file.Write("new"u8));
        Assert.Null(new FileInfo(folder["file"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder["file"]));
        Assert.Equal("not ours", File.ReadAllText(elsewhere));
    }

    [Fact]
    public void ALinkBesideItsPlace_IsNotWrittenThrough()
    {
        var elsewhere = folder.With("elsewhere", "not ours");
        File.CreateSymbolicLink(folder[Beside("file")], elsewhere);
        DurableFile.Write(folder["file"], file => file.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(folder["file"]));
        Assert.Equal("not ours", File.ReadAllText(elsewhere));
    }

    [Theory]
    [InlineData(OwnersAlone)]
    [InlineData(EverybodyReads)]
    [InlineData(EverybodyReads | UnixFileMode.GroupWrite)]
    [InlineData(UnixFileMode.UserRead)]
    public void WhoMayReadAFile_StaysAsItWas(UnixFileMode mode)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file modes are a Unix matter");
        var path = folder.With("file", "old");
        SetMode(path, mode);
        DurableFile.Write(path, file => file.Write("new"u8));
        Assert.Equal(mode, new FileInfo(path).UnixFileMode);
    }

    [Fact]
    public void AnOwnersFile_IsNobodyElses_EvenWhileItIsWritten()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file modes are a Unix matter");
        var path = folder.With("file", "old");
        SetMode(path, EverybodyReads);
        UnixFileMode? meanwhile = null;
        DurableFile.Write(path, file => meanwhile = new FileInfo(folder[Beside("file")]).UnixFileMode, OwnersAlone);
        Assert.Equal(OwnersAlone, meanwhile);
        Assert.Equal(OwnersAlone, new FileInfo(path).UnixFileMode);
    }

    [Fact]
    public void MovingInto_ReplacesWhatHadTheName_AndNeedsTheFile()
    {
        var path = folder.With("file", "old");
        DurableFile.MoveInto(folder.With("finished", "new"), path);
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Throws<FileNotFoundException>(() => DurableFile.MoveInto(folder["finished"], path));
        Assert.Equal("new", File.ReadAllText(path));
    }

    private static string Beside(string name) => FormattableString.Invariant($"{name}.{Environment.ProcessId}.new");

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, mode);
    }
}
