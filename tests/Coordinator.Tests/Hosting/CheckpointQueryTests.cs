using System.Security.Cryptography;
using Serilog.Core;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Hosting;

/// <summary>Where epochs came from, and their checkpoints: from the folder, from the coordinator and over HTTP.</summary>
public sealed class CheckpointQueryTests : IDisposable
{
    private static readonly byte[] Content = [1, 2, 3, 4, 5];
    private static readonly string Name = Convert.ToHexStringLower(SHA256.HashData(Content));
    private static readonly RunId Run = new RunParameters(0.001, 1e-3, 8, 0).RunOf("grid");

    private readonly WrittenHome home = WrittenHome.Interrupted();

    [Fact]
    public async Task Origins_AndCheckpoints_AreTheSameFromEverywhere()
    {
        using (var journal = FileJournal.Open(home.Home.JournalFolder))
            journal.Append([new EpochRecorded(new(1), Run, new(2, 1, 1, 0.5, 1), new CheckpointReference(2, Name, Content.Length)) { At = DateTimeOffset.UnixEpoch }]);
        await new BlobStore(home.Home.Blobs, TimeProvider.System).Put(Name, new MemoryStream(Content), CancellationToken.None);

        await using (var folder = await HomeQueries.Open(home.Home, Logger.None))
            await Check(folder);
        await using var host = await CoordinatorHost.Start(new(home.Home), Logger.None, CancellationToken.None);
        await Check(host.Coordinator);
        using var http = Https.Coordinator(host);
        await Check(http);
    }

    public void Dispose() => home.Dispose();

    private static async Task Check(IQueries queries)
    {
        EpochOrigin[] expected = [new(1, new(1), null), new(2, new(1), new(2, Name, Content.Length))];
        Assert.Equal(expected, await queries.Origins(Run, CancellationToken.None));
        Assert.Empty(await queries.Origins(new("0000000000000000"), CancellationToken.None));

        await using var content = await queries.Checkpoint(Name, CancellationToken.None);
        using var read = new MemoryStream();
        await content!.CopyToAsync(read);
        Assert.Equal(Content, read.ToArray());
        Assert.Null(await queries.Checkpoint(new string('0', 64), CancellationToken.None));
    }
}
