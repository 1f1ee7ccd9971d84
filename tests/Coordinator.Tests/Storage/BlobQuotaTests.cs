using Microsoft.Extensions.Time.Testing;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Trials;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Tests.Storage;

/// <summary>An agent that only stores is stopped; one that reports what it stores is not, however much that is.</summary>
public sealed class BlobQuotaTests
{
    private const int Most = 1000;
    private readonly FakeTimeProvider clock = new();
    private readonly BlobQuota quota;

    public BlobQuotaTests() => quota = new(clock, Most);

    [Fact]
    public async Task AnAgentThatOnlyStores_IsStopped_AndOthersAreNot()
    {
        await Stores("box-1", 'a', 600);
        await Stores("box-1", 'b', 400);

        var refused = await Assert.ThrowsAsync<BlobQuotaException>(() => Stores("box-1", 'c', 1));

        Assert.StartsWith("Agent box-1 has stored 0 MiB of checkpoints that no report has named:", refused.Message, StringComparison.Ordinal);
        await Stores("box-2", 'c', Most);
    }

    [Fact]
    public async Task WhatAReportNames_CountsNoLonger_AndWhatWasNotStored_NeverDid()
    {
        await Stores("box-1", 'a', 600);
        await Assert.ThrowsAsync<BlobQuotaException>(() => Stores("box-1", 'b', 401));
        quota.Forget("box-1", Name('b'));

        quota.Appended(
            [new(1, new EpochRecorded(new(1), RunId.Of("0123456789abcdef"), new(1, 1, 1, 0.5, 1), new(1, Name('a'), 600)) { At = Scheduling.Some.Noon })],
            new CoordinatorState());

        await Stores("box-1", 'b', Most);
    }

    [Fact]
    public async Task WhatIsSentTwice_CountsOnce_AndWhatIsOldEnoughToBeCollected_NotAtAll()
    {
        await Stores("box-1", 'a', Most);
        await Stores("box-1", 'a', Most);
        await Assert.ThrowsAsync<BlobQuotaException>(() => Stores("box-1", 'b', 1));

        clock.Advance(BlobStore.Grace);

        await Stores("box-1", 'b', Most);
    }

    private static string Name(char digit) => new(digit, 64);

    private async Task Stores(string agent, char name, int bytes)
    {
        await using var content = quota.Counted(agent, Name(name), new MemoryStream(new byte[bytes]));
        await content.CopyToAsync(Stream.Null);
    }
}
