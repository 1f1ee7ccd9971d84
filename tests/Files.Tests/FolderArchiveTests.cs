using System.Formats.Tar;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Sweep.Files.Tests;

[UnsupportedOSPlatform("windows")]
public sealed partial class FolderArchiveTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        foreach (var below in Directory.EnumerateDirectories(folder.Path))
            FolderArchive.Delete(below);
        folder.Dispose();
    }

    private string Written(string name, params (string Path, string Text)[] files)
    {
        Directory.CreateDirectory(folder[name]);
        foreach (var (path, text) in files)
        {
            var file = Path.Combine(folder[name], path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
        return folder[name];
    }

    private string Small(string name = "small") => Written(name, ("train.py", "print(1)\n"), ("lib/net.py", "x = 1\n"), ("lib/empty.txt", ""));

    private string Archive(params TarEntry[] entries)
    {
        using var stream = File.Create(folder["made.tar"]);
        using var archive = new TarWriter(stream, TarEntryFormat.Gnu);
        foreach (var entry in entries)
            archive.WriteEntry(entry);
        return folder["made.tar"];
    }

    [Fact]
    public void TheSameContent_GivesTheSameBytes_WhateverItsTimesOwnersAndOrderAre()
    {
        var one = Small("one");
        // Made in another order, at another time, with other rights for others.
        var other = Written("other", ("lib/empty.txt", ""), ("lib/net.py", "x = 1\n"), ("train.py", "print(1)\n"));
        File.SetLastWriteTimeUtc(Path.Combine(other, "train.py"), new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));
        File.SetUnixFileMode(Path.Combine(other, "train.py"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var packed = FolderArchive.Pack(one, folder["one.tar"]);
        Assert.Equal(packed, FolderArchive.Pack(other, folder["other.tar"]));
        Assert.Equal(File.ReadAllBytes(folder["one.tar"]), File.ReadAllBytes(folder["other.tar"]));
        Assert.Equal((3, new FileInfo(folder["one.tar"]).Length), (packed.Files, packed.Bytes));
        Assert.Equal(packed.Sha256, FolderArchive.Sha256Of(other));
    }

    /// <summary>Sweeps name their code by this: another version of Sweep, or of .NET, must give the same.</summary>
    [Fact]
    public void TheBytes_AreForEver()
    {
        var small = Small();
        Directory.CreateDirectory(Path.Combine(small, "out"));
        File.WriteAllText(Path.Combine(small, new string('l', 120)), "long");
        File.SetUnixFileMode(Path.Combine(small, "train.py"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(small, "lib", "main.py"), "../train.py");
        Assert.Equal("ca05eefb2a4e71453f37b6c65386f7d1704f7867ea6a9215546687bd1239b76b", FolderArchive.Sha256Of(small));
    }

    [Fact]
    public void WhatIsUnpacked_IsWhatWasPacked_WithItsLinksItsEmptyFoldersAndWhatMayBeExecuted()
    {
        var small = Small();
        File.SetUnixFileMode(Path.Combine(small, "train.py"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(Path.Combine(small, "main.py"), "./train.py");
        File.CreateSymbolicLink(Path.Combine(small, "lib", "above.py"), Path.Combine(small, "train.py"));
        Directory.CreateSymbolicLink(Path.Combine(small, "library"), "lib");
        Directory.CreateDirectory(Path.Combine(small, "out", "deep"));
        Directory.CreateDirectory(Path.Combine(small, ".hidden"));
        File.WriteAllText(Path.Combine(small, ".hidden", "größe ' \" \n.txt"), "odd");
        var packed = FolderArchive.Pack(small, folder["it.tar"]);

        var back = folder["back"];
        FolderArchive.Unpack(folder["it.tar"], back);
        Assert.Equal(packed.Sha256, FolderArchive.Sha256Of(back));
        Assert.Equal("print(1)\n", File.ReadAllText(Path.Combine(back, "main.py")));
        Assert.Equal("../train.py", new FileInfo(Path.Combine(back, "lib", "above.py")).LinkTarget);
        Assert.Equal("x = 1\n", File.ReadAllText(Path.Combine(back, "library", "net.py")));
        Assert.Equal("odd", File.ReadAllText(Path.Combine(back, ".hidden", "größe ' \" \n.txt")));
        Assert.True(Directory.Exists(Path.Combine(back, "out", "deep")));
        Assert.True(File.GetUnixFileMode(Path.Combine(back, "train.py")).HasFlag(UnixFileMode.UserExecute));
        Assert.False(File.GetUnixFileMode(Path.Combine(back, "lib", "net.py")).HasFlag(UnixFileMode.UserExecute));
    }

    [Fact]
    public void AFolderThatIsUnpackedReadOnly_HasTheSameHash_LetsNobodyWrite_AndCanBeDeleted()
    {
        var packed = FolderArchive.Pack(Small(), folder["it.tar"]);
        var back = folder["back"];
        FolderArchive.Unpack(folder["it.tar"], back, readOnly: true);
        Assert.Equal(packed.Sha256, FolderArchive.Sha256Of(back));
        foreach (var path in Directory.EnumerateFileSystemEntries(back, "*", SearchOption.AllDirectories).Append(back))
            Assert.Equal(
                UnixFileMode.None,
                File.GetUnixFileMode(path) & (UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
        FolderArchive.Delete(back);
        Assert.False(Directory.Exists(back));
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("lib/../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("lib//net.py")]
    [InlineData("./net.py")]
    public void AnArchiveWithANameThatLeadsOut_IsRefused_AndNothingIsLeft(string name)
    {
        var archive = Archive(new GnuTarEntry(TarEntryType.RegularFile, "good.py"), new GnuTarEntry(TarEntryType.RegularFile, name));
        var refused = Assert.Throws<FolderRefusedException>(() => FolderArchive.Unpack(archive, folder["back"]));
        Assert.Equal($"{archive} holds a name that leads out of the folder, which no folder that Sweep packed does", refused.Message);
        Assert.Equal(["made.tar"], folder.Names);
    }

    [Theory]
    [InlineData("link", "..")]
    [InlineData("link", "/etc")]
    [InlineData("lib/link", "../../x")]
    [InlineData("lib/link", "../other/../../x")]
    [InlineData("link", "lib/../../x")]
    [InlineData("link", "")]
    public void ALinkThatLeadsOut_IsRefused(string path, string target)
    {
        var entry = new GnuTarEntry(TarEntryType.SymbolicLink, path);
        if (target.Length > 0)
            entry.LinkName = target;
        Assert.False(FolderLink.Stays(path, target));
        if (target.Length > 0)
            Assert.Contains("holds a link that leads out of the folder",
                Assert.Throws<FolderRefusedException>(() => FolderArchive.Unpack(Archive(entry), folder["back"])).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void AFileBehindALink_IsNotWrittenThroughIt()
    {
        Directory.CreateDirectory(folder["elsewhere"]);
        var archive = Archive(
            new GnuTarEntry(TarEntryType.SymbolicLink, "lib") { LinkName = "real" },
            new GnuTarEntry(TarEntryType.RegularFile, "lib/net.py"));
        Assert.ThrowsAny<IOException>(() => FolderArchive.Unpack(archive, folder["back"]));
        Assert.False(Directory.Exists(folder["back"]));
    }

    [Theory]
    [InlineData(TarEntryType.Fifo)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.HardLink)]
    public void WhatIsNeitherAFileNorAFolderNorALink_IsRefused(TarEntryType type)
    {
        var entry = new GnuTarEntry(type, "it");
        if (type == TarEntryType.HardLink)
            entry.LinkName = "good.py";
        var refused = Assert.Throws<FolderRefusedException>(() => FolderArchive.Unpack(Archive(entry), folder["back"]));
        Assert.Contains($"holds a {type}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsNoArchive_IsRefused()
    {
        File.WriteAllBytes(folder["made.tar"], [.. Enumerable.Repeat((byte)'x', 2000)]);
        Assert.StartsWith($"{folder["made.tar"]} is no packed folder, or is damaged",
            Assert.Throws<FolderRefusedException>(() => FolderArchive.Unpack(folder["made.tar"], folder["back"])).Message,
            StringComparison.Ordinal);
        Assert.Equal(["made.tar"], folder.Names);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/hostname")]
    public void ALinkOutOfTheFolder_IsNamedWhenItIsPacked(string target)
    {
        var small = Small();
        File.CreateSymbolicLink(Path.Combine(small, "lib.txt"), target);
        Assert.Equal($"the link lib.txt in {small} leads to {target}, out of the folder",
            Assert.Throws<FolderRefusedException>(() => FolderArchive.Pack(small, folder["it.tar"])).Message);
        Assert.False(File.Exists(folder["it.tar"]));
    }

    [Fact]
    public void APipe_IsNamedWhenItIsPacked_AndNobodyWaitsForItsWriter()
    {
        var small = Small();
        Assert.Equal(0, MakeFifo(Path.Combine(small, "pipe"), 0b110_000_000));
        Assert.Equal($"{Path.Combine(small, "pipe")} is neither a file nor a folder nor a link",
            Assert.Throws<FolderRefusedException>(() => FolderArchive.Pack(small, folder["it.tar"])).Message);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    [Fact]
    public void AFolderThatIsTooLarge_IsRefusedWithTheLargestFiles()
    {
        var small = Small();
        File.WriteAllBytes(Path.Combine(small, "lib", "a.bin"), new byte[3 << 20]);
        File.WriteAllBytes(Path.Combine(small, "b.bin"), new byte[2 << 20]);
        Assert.Equal(
            $"the folder {small} holds 5 MiB of files, more than the 4 MiB that travel; "
                + "the largest are lib/a.bin (3 MiB), b.bin (2 MiB), train.py (0 MiB)",
            Assert.Throws<FolderRefusedException>(
                () => FolderArchive.Pack(small, folder["it.tar"], new() { MostBytes = 4 << 20 })).Message);
        Assert.Equal($"the folder {small} holds more than the 2 files that travel",
            Assert.Throws<FolderRefusedException>(
                () => FolderArchive.Pack(small, folder["it.tar"], new() { MostFiles = 2 })).Message);
    }

    [Fact]
    public void WhatTheRulesLeaveOut_IsNotPacked_NorAreTheFoldersThatHeldNothingElse()
    {
        var small = Small();
        Written("small", (".ignore", "*.log\n/data/\n"), ("a.log", ""), ("data/x", ""), ("lib/__pycache__/net.pyc", ""), ("home/sweep.lock", ""),
            ("lib/.ignore", "!keep.log\n"), ("lib/keep.log", ""), ("cached/__pycache__/x", ""), ("sweep.yaml", "name: x"));
        Directory.CreateDirectory(Path.Combine(small, "hollow"));
        FolderArchive.Pack(small, folder["it.tar"], new()
        {
            IgnoreFile = ".ignore",
            LeftOut = ["__pycache__/", ".ignore"],
            IsLeftOut = path => path == Path.Combine(small, "sweep.yaml") || File.Exists(Path.Combine(path, "sweep.lock")),
        });
        FolderArchive.Unpack(folder["it.tar"], folder["back"]);
        Assert.Equal(["hollow", "lib", "lib/empty.txt", "lib/keep.log", "lib/net.py", "train.py"],
            Directory.EnumerateFileSystemEntries(folder["back"], "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(folder["back"], path)).Order(StringComparer.Ordinal));
    }
}
