using Serilog.Core;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tests;

namespace Sweep.Coordinator.Tests.Storage;

/// <summary>What is not synced is there after a process was killed, and nobody knows what is there after the machine went down.</summary>
public sealed class UnsyncedDatabaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Task<ResultsDatabase> Open(string file, string? start) => ResultsDatabase.Open(file, 1000, Logger.None, start);

    private static Task<bool> Write(ResultsDatabase database) => database.Ask(opened => ProjectionWriter.Write(
        opened, new(0, 7, [], [new StoredTrial(Rows.Completed("a", 0.5), 0)], [], [], [])));

    [Fact]
    public async Task AfterAKill_ItHasWhatWasWritten()
    {
        var left = await LeftByAKill("one");

        await using var database = await Open(left, "one");

        Assert.Equal(7, await database.Watermark());
    }

    [Fact]
    public async Task AfterThePowerWasCut_ItIsMadeAnew()
    {
        var left = await LeftByAKill("one");

        await using (var database = await Open(left, "two"))
        {
            Assert.Equal(0, await database.Watermark());
            await Write(database);
        }

        await using var again = await Open(left, "three");
        Assert.Equal(7, await again.Watermark());
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(left)!, "*damaged*"));
    }

    [Fact]
    public async Task WhereAMachineDoesNotSayWhenItWasStarted_WhatAnotherLeftIsMadeAnew()
    {
        var left = await LeftByAKill("one");

        await using var database = await Open(left, null);

        Assert.Equal(0, await database.Watermark());
        Assert.False(File.Exists(UnsyncedMark.Of(left)));
    }

    [Fact]
    public async Task AQuestionAskedOfTheFolder_DoesNotRelyOnIt()
    {
        var left = await LeftByAKill("another");

        await using (var copy = await ResultsDatabase.OpenCopy(left, 1000, Logger.None))
            Assert.Equal(0, await copy.Watermark());

        Assert.Null(DatabaseCopy.OfFile(left));
        Assert.True(File.Exists(UnsyncedMark.Of(left)));
    }

    [Fact]
    public async Task ItsMarkIsThereWhileItIsWritten_AndGoesWhenItIsClosed()
    {
        var file = folder["results.db"];
        await using (var database = await Open(file, "one"))
        {
            await Write(database);
            Assert.Equal("one", File.ReadAllText(UnsyncedMark.Of(file)));
        }

        Assert.Equal(["results.db"], Directory.GetFiles(Path.GetDirectoryName(file)!, "results*").Select(Path.GetFileName));
    }

    /// <summary>The files of a database as they are while it is written.</summary>
    private async Task<string> LeftByAKill(string start)
    {
        var file = folder["living.db"];
        var left = folder["results.db"];
        await using var database = await Open(file, start);
        await Write(database);
        // LiteDB writes its log behind the transaction.
        await database.Ask(opened => { opened.Checkpoint(); return true; });
        File.Copy(file, left);
        File.Copy(WriteAheadLog.Of(file), WriteAheadLog.Of(left));
        File.Copy(UnsyncedMark.Of(file), UnsyncedMark.Of(left));
        return left;
    }
}
