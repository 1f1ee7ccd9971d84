using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using Sweep.Reporting.Exports;

namespace Sweep.Reporting.Tests.Exports;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Link_Stays_AndTheFileThatItPointsToIsReplaced()
    {
        Directory.CreateDirectory(folder.File("kept"));
        File.WriteAllText(folder.File("kept/target.csv"), "old");
        File.CreateSymbolicLink(folder.File("first.csv"), "second.csv");
        File.CreateSymbolicLink(folder.File("second.csv"), "kept/target.csv");

        OutputFile.WriteText(folder.File("first.csv"), "new");

        Assert.Equal("second.csv", new FileInfo(folder.File("first.csv")).LinkTarget);
        Assert.Equal("kept/target.csv", new FileInfo(folder.File("second.csv")).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder.File("kept/target.csv")));
        Assert.Equal([folder.File("kept/target.csv")], Directory.GetFiles(folder.File("kept")));
    }

    [Fact]
    public void LinkToNothingYet_IsFilledWhereItPoints()
    {
        File.CreateSymbolicLink(folder.File("link.csv"), "new/target.csv");

        OutputFile.WriteText(folder.File("link.csv"), "new");

        Assert.Equal("new", File.ReadAllText(folder.File("new/target.csv")));
        Assert.NotNull(new FileInfo(folder.File("link.csv")).LinkTarget);
    }

    [Fact]
    public void WriteThatFails_LeavesTheTargetOfALinkAsItWas()
    {
        File.WriteAllText(folder.File("target.csv"), "old");
        File.CreateSymbolicLink(folder.File("link.csv"), "target.csv");

        Assert.Throws<InvalidDataException>(() => OutputFile.Write(folder.File("link.csv"), stream =>
        {
            stream.WriteByte(1);
            throw new InvalidDataException();
        }));

        Assert.Equal("old", File.ReadAllText(folder.File("link.csv")));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public async Task Pipe_IsWrittenInto_AndStaysAPipe()
    {
        var pipe = Pipe();
        // Opening it waits for the other end.
        var reading = Task.Run(() => File.ReadAllText(pipe));

        await OutputFile.WriteAsync(pipe, stream => stream.WriteAsync(Encoding.UTF8.GetBytes("content")).AsTask());

        Assert.Equal("content", await reading);
        Assert.False(OutputPlace.Of(pipe).IsPlain);
        Assert.Equal([pipe], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task PipeThatNobodyReads_IsWaitedForUntilThePersonHasEnough()
    {
        var pipe = Pipe();
        using var enough = new CancellationTokenSource();

        var writing = OutputFile.WriteAsync(pipe, stream => { enough.Cancel(); return Task.CompletedTask; }, enough.Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.False(OutputPlace.Of(pipe).IsPlain);
    }

    [Fact]
    public void Device_IsNoFileToReplace()
    {
        File.CreateSymbolicLink(folder.File("link"), "/dev/null");

        Assert.False(OutputPlace.Of("/dev/null").IsPlain);
        Assert.Equal(OutputPlace.Of("/dev/null"), OutputPlace.Of(folder.File("link")));
        OutputFile.WriteText(folder.File("link"), "nothing to be seen");
        Assert.Equal("/dev/null", new FileInfo(folder.File("link")).LinkTarget);
        Assert.False(OutputPlace.Of("/dev/null").IsPlain);
    }

    [Theory]
    [InlineData("/dev/stdout", 1)]
    [InlineData("/dev/stderr", 2)]
    [InlineData("/dev/fd/63", 63)]
    [InlineData("/proc/self/fd/1", 1)]
    public void OpenDescriptor_IsWrittenToAsItStands(string path, int descriptor) =>
        Assert.Equal((false, descriptor), (OutputPlace.Of(path).IsPlain, OutputPlace.Of(path).Descriptor));

    [Fact]
    public void CircleOfLinks_AndAFolder_AreRefused()
    {
        File.CreateSymbolicLink(folder.File("a"), "b");
        File.CreateSymbolicLink(folder.File("b"), "a");

        Assert.Contains("circle", Assert.Throws<IOException>(() => OutputFile.WriteText(folder.File("a"), "x")).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<IOException>(() => OutputFile.WriteText(folder.Path, "x")).Message, StringComparison.Ordinal);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public void FileThatOnlyItsOwnerMayRead_StaysSo()
    {
        File.WriteAllText(folder.File("secret.csv"), "old");
        File.SetUnixFileMode(folder.File("secret.csv"), UnixFileMode.UserRead | UnixFileMode.UserWrite);

        OutputFile.WriteText(folder.File("secret.csv"), "new");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.File("secret.csv")));
    }

    public void Dispose() => folder.Dispose();

    private string Pipe()
    {
        var path = folder.File("pipe");
        using var made = Process.Start("mkfifo", path);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return path;
    }
}
