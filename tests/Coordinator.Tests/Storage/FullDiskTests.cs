using Serilog.Core;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tests;

namespace Sweep.Coordinator.Tests.Storage;

/// <summary>A results database on a real disk that is full: what it cannot write is made good by the journal, and it lets go of its file.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("one")]
    [InlineData(null)]
    public async Task ThatIsFullWhenItCloses_LetsGoOfItsFile_AndOpensAgainWhenThereIsRoom(string? start)
    {
        Assert.SkipUnless(SmallDisk.CanBeMade, "only root may mount a file system");
        // Unmounting fails where anybody has a file of it open.
        using var disk = new SmallDisk(folder["disk"], "2m");
        var file = Path.Combine(folder["disk"], "results.db");
        await Refuse(disk, file, start);
        // What a finalizer throws ends the process.
        GC.Collect();
        GC.WaitForPendingFinalizers();

        await using var again = await ResultsDatabase.Open(file, 1000, Logger.None, start);
        await Write(again, 0, 200);

        Assert.Equal(200, await again.Watermark());
    }

    private static async Task Refuse(SmallDisk disk, string file, string? start)
    {
        await using (var database = await ResultsDatabase.Open(file, 1000, Logger.None, start))
        {
            await Write(database, 0, 100);
            disk.Fill();
            await Assert.ThrowsAnyAsync<Exception>(() => Write(database, 100, 2000));
        }
        disk.Empty();
    }

    private static Task<bool> Write(ResultsDatabase database, int from, int to) => database.Ask(opened => ProjectionWriter.Write(
        opened,
        new(0, to, [], [.. Enumerable.Range(from, to - from).Select(at => new StoredTrial(Rows.Completed($"t{at}", 0.5), at))], [], [], [])));
}
