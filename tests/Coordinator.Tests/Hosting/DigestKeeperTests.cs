using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Simulation;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Files;

namespace Sweep.Coordinator.Tests.Hosting;

public sealed class DigestKeeperTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Home Home => Home.At(folder["home"]);

    public void Dispose() => folder.Dispose();

    private JournalDigest Digest => new(RealFiles.OfThisMachine, Home.Digest);

    private long Reach => Digest.Blocks().LastOrDefault()?.Last ?? 0;

    [Fact]
    public async Task AStartThatHadMuchToRead_LeavesADigest_AndTheNextOneKnowsTheSameByIt()
    {
        using (var journal = FileJournal.Open(Home.JournalFolder))
            foreach (var part in SomeEvents.OneOfEachKind.Concat(SomeEvents.Epochs(3, (int)DigestKeeper.Few)).Chunk(1000))
                journal.Append(part);
        string before;
        await using (var first = await OpenHome.Open(Home, Logger.None))
        {
            before = StateText.Of(first.State);
            // Disposing it ends the write with a whole block.
        }
        Assert.True(Reach >= JournalDigest.EntriesOfABlock, $"it reaches entry {Reach}");
        await using (var second = await OpenHome.Open(Home, Logger.None))
            Assert.Equal(before, StateText.Of(second.State));
        await using (var asked = await HomeQueries.Open(Home, Logger.None))
            Assert.NotNull(asked);
        File.Delete(Home.Digest);
        await using (var without = await OpenHome.Open(Home, Logger.None))
            Assert.Equal(before, StateText.Of(without.State));
    }

    [Fact]
    public async Task AShortJournal_NeedsNone()
    {
        using (var journal = FileJournal.Open(Home.JournalFolder))
            journal.Append(SomeEvents.OneOfEachKind);
        await (await OpenHome.Open(Home, Logger.None)).DisposeAsync();
        Assert.False(File.Exists(Home.Digest));
    }
}
