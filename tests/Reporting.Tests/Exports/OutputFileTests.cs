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
        Directory.CreateDirectory(folder["kept"]);
        File.WriteAllText(folder["kept/target.csv"], "old");
        File.CreateSymbolicLink(folder["first.csv"], "second.csv");
        File.CreateSymbolicLink(folder["second.csv"], "kept/target.csv");

        OutputFile.WriteText(folder["first.csv"], "new");

        Assert.Equal("second.csv", new FileInfo(folder["first.csv"]).LinkTarget);
        Assert.Equal("kept/target.csv", new FileInfo(folder["second.csv"]).LinkTarget);
        Assert.Equal("new", File.ReadAllText(folder["kept/target.csv"]));
        Assert.Equal([folder["kept/target.csv"]], Directory.GetFiles(folder["kept"]));
    }

    [Fact]
    public void LinkToNothingYet_IsFilledWhereItPoints()
    {
        File.CreateSymbolicLink(folder["link.csv"], "new/target.csv");

        OutputFile.WriteText(folder["link.csv"], "new");

        Assert.Equal("new", File.ReadAllText(folder["new/target.csv"]));
        Assert.NotNull(new FileInfo(folder["link.csv"]).LinkTarget);
    }

    [Fact]
    public void WriteThatFails_LeavesTheTargetOfALinkAsItWas()
    {
        File.WriteAllText(folder["target.csv"], "old");
        File.CreateSymbolicLink(folder["link.csv"], "target.csv");

        Assert.Throws<InvalidDataException>(() => OutputFile.Write(folder["link.csv"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidDataException();
        }));

        Assert.Equal("old", File.ReadAllText(folder["link.csv"]));
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
        File.CreateSymbolicLink(folder["link"], "/dev/null");

        Assert.False(OutputPlace.Of("/dev/null").IsPlain);
        Assert.Equal(OutputPlace.Of("/dev/null"), OutputPlace.Of(folder["link"]));
        OutputFile.WriteText(folder["link"], "nothing to be seen");
        Assert.Equal("/dev/null", new FileInfo(folder["link"]).LinkTarget);
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
        File.CreateSymbolicLink(folder["a"], "b");
        File.CreateSymbolicLink(folder["b"], "a");

        Assert.Contains("circle", Assert.Throws<IOException>(() => OutputFile.WriteText(folder["a"], "x")).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<IOException>(() => OutputFile.WriteText(folder.Path, "x")).Message, StringComparison.Ordinal);
    }

    [Fact, UnsupportedOSPlatform("windows")]
    public void FileThatOnlyItsOwnerMayRead_StaysSo()
    {
        File.WriteAllText(folder["secret.csv"], "old");
        File.SetUnixFileMode(folder["secret.csv"], UnixFileMode.UserRead | UnixFileMode.UserWrite);

        OutputFile.WriteText(folder["secret.csv"], "new");

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["secret.csv"]));
    }

    public void Dispose() => folder.Dispose();

    private string Pipe()
    {
        var path = folder["pipe"];
        using var made = Process.Start("mkfifo", path);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return path;
    }
}
