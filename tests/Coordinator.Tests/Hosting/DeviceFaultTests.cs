using System.Diagnostics;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>What a disk refuses is said as that, and nothing is taken for damaged because of it.</summary>
public sealed class DeviceFaultTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(28, "The disk is full")]
    [InlineData(122, "quota")]
    [InlineData(30, "may only be read")]
    [InlineData(5, "does not work")]
    [InlineData(116, "network file system")]
    [InlineData(24, "ulimit -n")]
    public void EveryKind_IsOneSentence_WithTheRemedy_HoweverDeepItIsWrapped(int number, string words)
    {
        var problem = new IOException("Refused : '/home/results.db'", number);
        foreach (var wrapped in new Exception[] { problem, new InvalidOperationException("outer", problem), new AggregateException(new TimeoutException(), problem) })
        {
            var sentence = DeviceFault.In(wrapped)!;
            Assert.Contains(words, sentence, StringComparison.Ordinal);
            Assert.Contains("/home/results.db", sentence, StringComparison.Ordinal);
            Assert.Single(sentence.Split('\n'));
        }
    }

    /// <summary>
    /// The program itself, with a limit that a backup does not fit under. The runtime keeps machine code in a file of its own, which counts,
    /// unless it is told not to.
    /// </summary>
    [Fact]
    public async Task AFileThatMayNotGrowSoLarge_IsNamed_AndEndsWithTheDisksExitCode()
    {
        using var home = WrittenHome.Complete();

        var (code, said) = await InBash(
            "ulimit -f 16; DOTNET_EnableWriteXorExecute=0 exec dotnet "
            + $"'{typeof(SweepCommandLine).Assembly.Location}' db backup '{home["copy"]}' --home '{home.Home.Folder}'");

        Assert.Contains("file length was too large", said, StringComparison.Ordinal);
        Assert.Single(said.Trim().Split('\n'));
        Assert.Equal(ExitCode.Device, code);
    }

    [Fact]
    public void WhatNoDeviceSays_IsNone()
    {
        Assert.Null(DeviceFault.In(new InvalidDataException("garbled")));
        Assert.Null(DeviceFault.In(new IOException("in use by another process")));
        Assert.Null(DeviceFault.In(new FileNotFoundException("no such file")));
        Assert.Null(DeviceFault.In(new ArgumentOutOfRangeException("value")));
    }

    [Fact]
    public void WhatTheDeviceRefuses_IsNoDamageOfTheDatabase_AndWhatIsGarbledIs()
    {
        Assert.False(ResultsDatabase.IsDamage(new IOException("No space left on device", 28)));
        Assert.False(ResultsDatabase.IsDamage(new InvalidOperationException("the writer has failed", new IOException("I/O error", 5))));
        Assert.False(ResultsDatabase.IsDamage(new UnauthorizedAccessException("not this user's")));
        Assert.True(ResultsDatabase.IsDamage(new InvalidDataException("it has 5 bytes of 8192")));
        Assert.True(ResultsDatabase.IsDamage(new ArgumentOutOfRangeException("page", "7")));
    }

    [Fact]
    public async Task ACommandThatMeetsAFullDisk_SaysOneSentence_WithItsOwnExitCode()
    {
        using var terminal = new CapturedTerminal();

        var code = await Around(terminal.For(json: false), new IOException("No space left on device : '/x'", 28));

        Assert.Equal(ExitCode.Device, code);
        Assert.StartsWith("The disk is full (", terminal.Error.Output, StringComparison.Ordinal);
        Assert.Single(terminal.Error.Output.Trim().Split('\n'));
    }

    [Theory]
    [InlineData("report", "--out", "/dev/full")]
    [InlineData("export", "json", "--out", "/dev/full")]
    public async Task AnAnswerForWhichADiskHasNoRoom_EndsWithTheDisksExitCode(params string[] command)
    {
        using var home = WrittenHome.Complete();

        var ran = await CommandLine.Sweep([.. command, "--home", home.Home.Folder]);

        Assert.Equal(ExitCode.Device, ran.ExitCode);
        Assert.StartsWith("--out: cannot write to '/dev/full': No space left on device", ran.Error, StringComparison.Ordinal);
    }

    /// <summary>The program itself, in a view of the file systems of its own, which has a small disk.</summary>
    [Fact]
    public async Task ABackupForWhichThereIsNoRoom_EndsWithTheDisksExitCode()
    {
        const string own = "exec unshare --map-root-user --mount";
        Assert.SkipUnless(await InBash($"{own} true") is { Code: 0 }, "this user may make no view of the file systems of his own");
        using var home = WrittenHome.Complete();
        var disk = Directory.CreateDirectory(home["disk"]).FullName;

        var (code, said) = await InBash(
            $"{own} sh -c \"mount -t tmpfs -o size=64k tmpfs '{disk}' && exec dotnet '{typeof(SweepCommandLine).Assembly.Location}' "
            + $"db backup '{disk}/copy' --home '{home.Home.Folder}'\"");

        Assert.StartsWith($"The backup to {disk}/copy could not be written (No space left on device", said, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Device, code);
    }

    [Fact]
    public async Task WhereNotEvenTheSentenceCanBeWritten_TheExitCodeIsLeft()
    {
        using var terminal = new CapturedTerminal();
        var mute = terminal.For(json: true) with { RawOut = new FullWriter() };

        Assert.Equal(ExitCode.Device, await Around(mute, new IOException("No space left on device", 28)));
        Assert.Equal(ExitCode.Unexpected, await Around(mute, new InvalidOperationException("odd")));
    }

    private static async Task<(int Code, string Error)> InBash(string order)
    {
        using var bash = Process.Start(
            new ProcessStartInfo("bash", ["-c", order]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await bash.StandardError.ReadToEndAsync();
        await bash.WaitForExitAsync();
        return (bash.ExitCode, said);
    }

    private Task<int> Around(Terminal terminal, Exception problem)
    {
        // What nobody foresaw is kept in the home.
        Directory.CreateDirectory(folder["home"]);
        using var interruption = new Interruption();
        var home = Directory.CreateDirectory(folder["home"]).FullName;
        var parsed = SweepCommandLine.Build(new(_ => terminal, interruption, TimeProvider.System)).Parse(["status", "--home", home]);
        return ErrorBoundary.Around(terminal, parsed, () => throw problem);
    }

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device", 28);
    }
}
