using Sweep.Coordinator.Answers;
using Sweep.Coordinator.Cli;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Storage;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>What a disk refuses is said as that, and nothing is taken for damaged because of it.</summary>
public sealed class DeviceFaultTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

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

    [Fact]
    public void WhatNoDeviceSays_IsNone()
    {
        Assert.Null(DeviceFault.In(new InvalidDataException("garbled")));
        Assert.Null(DeviceFault.In(new IOException("in use by another process")));
        Assert.Null(DeviceFault.In(new FileNotFoundException("no such file")));
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

    [Fact]
    public async Task WhereNotEvenTheSentenceCanBeWritten_TheExitCodeIsLeft()
    {
        using var terminal = new CapturedTerminal();
        var mute = terminal.For(json: true) with { RawOut = new FullWriter() };

        Assert.Equal(ExitCode.Device, await Around(mute, new IOException("No space left on device", 28)));
        Assert.Equal(ExitCode.Unexpected, await Around(mute, new InvalidOperationException("odd")));
    }

    private Task<int> Around(Terminal terminal, Exception problem)
    {
        // What nobody foresaw is kept in the home.
        Directory.CreateDirectory(_folder["home"]);
        using var interruption = new Interruption();
        var parsed = SweepCommandLine.Build(new(_ => terminal, interruption, TimeProvider.System)).Parse(["status", "--home", _folder["home"]]);
        return ErrorBoundary.Around(terminal, parsed, () => throw problem);
    }

    private sealed class FullWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new IOException("No space left on device", 28);
    }
}
