using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Cli;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>What a disk refuses is said as that, and nothing is taken for damaged because of it.</summary>
public sealed class DeviceFaultTests : IDisposable
{
    /// <summary>Every write to it says that there is no room, for whatever user.</summary>
    private const string FullDevice = "/dev/full";

    private readonly WrittenHome _home = WrittenHome.Complete();

    public void Dispose() => _home.Dispose();

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
    public async Task ADatabaseThatCannotBeWrittenForLackOfRoom_StaysWhereItIs()
    {
        Assert.SkipUnless(File.Exists(FullDevice), "there is no /dev/full here");
        File.CreateSymbolicLink(_home.Home.ResultsDatabase, FullDevice);

        var problem = await Assert.ThrowsAnyAsync<Exception>(() => CoordinatorHost.Start(new(_home.Home), Logger.None, CancellationToken.None));

        Assert.Contains("The disk is full", DeviceFault.In(problem), StringComparison.Ordinal);
        Assert.Equal(FullDevice, new FileInfo(_home.Home.ResultsDatabase).LinkTarget);
        Assert.Empty(Directory.GetFiles(_home.Home.Folder, "*damaged*"));
    }

    [Fact]
    public async Task AQuestionMeanwhile_IsAnsweredFromTheJournal()
    {
        Assert.SkipUnless(File.Exists(FullDevice), "there is no /dev/full here");
        File.CreateSymbolicLink(_home.Home.ResultsDatabase, FullDevice);

        var ran = await CommandLine.Sweep("best", "--home", _home.Home.Folder);

        Assert.StartsWith("best of grid: valAccuracy 0.7500", ran.Out, StringComparison.Ordinal);
        Assert.Equal(FullDevice, new FileInfo(_home.Home.ResultsDatabase).LinkTarget);
    }

    [Fact]
    public async Task ACommandThatMeetsAFullDisk_SaysOneSentence_WithItsOwnExitCode()
    {
        Assert.SkipUnless(File.Exists(FullDevice), "there is no /dev/full here");
        File.CreateSymbolicLink(_home.Home.ResultsDatabase, FullDevice);

        var ran = await CommandLine.Sweep("cancel", "grid", "--home", _home.Home.Folder);

        Assert.Equal(74, ran.ExitCode);
        Assert.StartsWith("The disk is full (", ran.Error, StringComparison.Ordinal);
        Assert.Single(ran.Error.Trim().Split('\n'));
    }
}
