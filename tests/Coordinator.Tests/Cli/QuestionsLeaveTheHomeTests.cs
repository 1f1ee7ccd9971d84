using System.Security.Cryptography;
using Sweep.Coordinator.Homes;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Cli;

/// <summary>A question changes nothing in a home without a coordinator, and keeps no other question from it.</summary>
public sealed class QuestionsLeaveTheHomeTests : IDisposable
{
    private static readonly string[][] Questions =
    [
        ["status"], ["best"], ["results"], ["agents"], ["query", "SELECT _id FROM trials"], ["trial", "best"], ["report", "--out", "{out}.html"],
        ["export", "csv", "--out", "{out}.csv"], ["plot", "curves", "--out", "{out}.svg"], ["verify"], ["plan", "{file}"], ["watch"],
        ["explain", "grid"], ["events"], ["wait"],
    ];

    private readonly WrittenHome home = WrittenHome.Complete();

    [Fact]
    public async Task EveryQuestion_LeavesEveryFileAsItWas_AlsoOfADamagedHome()
    {
        Assert.Equal(ExitCode.Done, (await Sweep("cancel", "grid")).ExitCode);
        await File.AppendAllTextAsync(Directory.GetFiles(home.Home.JournalFolder).Single(), "{\"torn");
        File.WriteAllText(home.Home.ResultsDatabase, string.Join('\n', Enumerable.Repeat("not a database", 2000)));
        Directory.Delete(home.Home.Logs, recursive: true);
        var before = Contents();

        foreach (var question in Questions)
        {
            var ran = await Sweep(question);
            Assert.True(ran.ExitCode is ExitCode.Done or ExitCode.FailedTrials or ExitCode.Cancelled, $"{question[0]}: {ran.ExitCode} {ran.Error}");
        }

        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task WhileOneReads_OthersRead_AndOrdersWait()
    {
        var reading = HomeLock.Share(home.Home);
        foreach (var question in Questions)
        {
            var ran = await Sweep(question);
            Assert.True(ran.ExitCode is ExitCode.Done or ExitCode.FailedTrials, $"{question[0]}: {ran.ExitCode} {ran.Error}");
        }

        var order = Sweep("cancel", "grid");
        Assert.Null(HomeLock.TryTake(home.Home));
        Assert.False(order.IsCompleted);
        reading.Dispose();

        Assert.Equal(ExitCode.Done, (await order).ExitCode);
    }

    [Fact]
    public async Task EightQuestionsAtOnce_AreAllAnswered()
    {
        var ran = await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Sweep("report", "--out", home[$"{n}.html"])));

        Assert.All(ran, one => Assert.Equal((ExitCode.Done, ""), (one.ExitCode, one.Error)));
    }

    public void Dispose() => home.Dispose();

    private Task<Ran> Sweep(params string[] arguments) =>
        CommandLine.Sweep([.. arguments.Select(a => a.Replace("{out}", home["out"], StringComparison.Ordinal).Replace("{file}", home.SweepPath, StringComparison.Ordinal)), "--home", home.Home.Folder]);

    private List<string> Contents() =>
    [
        .. Directory.EnumerateFileSystemEntries(home.Home.Folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(path => Directory.Exists(path) ? path : $"{path} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))} {File.GetLastWriteTimeUtc(path):O}"),
    ];
}
