using System.Security.Cryptography;
using System.Text;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Tests.Storage;

public sealed class BlobStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly HandClock clock = new();
    private readonly BlobStore store;

    public BlobStoreTests() => store = new(folder.Path, clock);

    public void Dispose() => folder.Dispose();

    private static (string Name, byte[] Content) Blob(string text) => (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Encoding.UTF8.GetBytes(text));

    private async Task<string> Put(string text)
    {
        var (name, content) = Blob(text);
        await store.Put(name, new MemoryStream(content), CancellationToken.None);
        return name;
    }

    [Fact]
    public async Task WhatWasPut_IsFound_UnderItsHash()
    {
        var content = RandomNumberGenerator.GetBytes(1_000_003);
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        await store.Put(name, new MemoryStream(content), CancellationToken.None);
        await using var found = store.Open(name, content.Length)!;
        var read = new MemoryStream();
        await found.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
        Assert.True(File.Exists(Path.Combine(folder.Path, name[..2], name)));
        Assert.Equal(content.Length, store.Length(name));
    }

    [Fact]
    public async Task APart_IsOfASoundBlob_WhichIsReadWholeOnce()
    {
        var name = await Put("content");
        await using (var first = store.OpenForPart(name))
            Assert.NotNull(first);
        var file = new FileInfo(Path.Combine(folder.Path, name[..2], name));
        var written = file.LastWriteTimeUtc;
        await File.WriteAllTextAsync(file.FullName, "CONTENT", CancellationToken.None);
        file.LastWriteTimeUtc = written;
        await using (var unread = store.OpenForPart(name))
            Assert.NotNull(unread);

        file.LastWriteTimeUtc = written.AddSeconds(1);

        Assert.Null(store.OpenForPart(name));
        Assert.Null(store.OpenForPart(Blob("other").Name));
    }

    [Fact]
    public async Task ContentThatIsNotItsName_IsRefused_AndLeavesNothing()
    {
        var (name, _) = Blob("right");
        var refusal = await Assert.ThrowsAsync<BlobMismatchException>(() => store.Put(name, new MemoryStream("wrong"u8.ToArray()), CancellationToken.None));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.False(store.Has(name));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task PuttingTwice_IsTheSameAsOnce_AndMendsADamagedBlob()
    {
        var name = await Put("checkpoint");
        var path = Path.Combine(folder.Path, name[..2], name);
        await File.WriteAllTextAsync(path, "damaged!!!");
        await Put("checkpoint");
        Assert.Equal("checkpoint", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task ABlobOfAnotherLength_IsNotTheOneAskedFor()
    {
        var name = await Put("checkpoint");
        Assert.False(store.Has(name, bytes: 3));
        Assert.Null(store.Open(name, bytes: 3));
        Assert.True(store.Has(name, bytes: 10));
    }

    [Fact]
    public void AMissingBlob_IsNull_AndAPathIsNoName()
    {
        Assert.Null(store.Open(Blob("never put").Name));
        Assert.Null(store.Length(Blob("never put").Name));
        Assert.False(BlobStore.IsName("../../../etc/passwd"));
        Assert.False(BlobStore.IsName(Blob("x").Name.ToUpperInvariant()));
        Assert.Throws<ArgumentException>(() => store.Open("../secret"));
    }

    [Fact]
    public async Task Collect_DeletesWhatNobodyNeeds_ButNothingYoungerThanTheGrace()
    {
        var (kept, old) = (await Put("kept"), await Put("old"));
        clock.Advance(BlobStore.Grace);
        var young = await Put("young");
        Assert.Equal(1, store.Collect(new HashSet<string> { kept }));
        Assert.True(store.Has(kept));
        Assert.False(store.Has(old));
        Assert.True(store.Has(young));
    }

    [Fact]
    public async Task Collect_SparesABlobThatWasAskedForJustNow()
    {
        var asked = await Put("uploaded long ago, reported next");
        clock.Advance(BlobStore.Grace);
        Assert.True(store.Has(asked));
        Assert.Equal(0, store.Collect(new HashSet<string>()));
    }

    [Fact]
    public async Task Collect_AfterARestart_WaitsForReportsThatWereHeldUp()
    {
        await Put("uploaded before a long downtime");
        clock.Advance(TimeSpan.FromDays(2));
        var restarted = new BlobStore(folder.Path, clock);
        Assert.Equal(0, restarted.Collect(new HashSet<string>()));
        clock.Advance(BlobStore.Grace);
        Assert.Equal(1, restarted.Collect(new HashSet<string>()));
    }

    [Fact]
    public async Task Collect_SparesYoungBlobs_WhenTheWallClockIsSetForward()
    {
        await Put("uploaded just now");
        clock.Advance(BlobStore.Grace - TimeSpan.FromMinutes(1));
        await Put("uploaded a moment ago");
        clock.Advance(TimeSpan.FromMinutes(1));
        clock.SetWallClock(forward: TimeSpan.FromHours(9));
        Assert.Equal(1, store.Collect(new HashSet<string>()));
    }

    [Fact]
    public async Task ABlobDamagedOnTheDisk_IsNotServed()
    {
        var name = await Put("checkpoint");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, name[..2], name), "Checkpoint");
        Assert.Null(store.Open(name));
        Assert.False(store.Has(name));
        await Put("checkpoint");
        Assert.True(store.Has(name));
    }

    [Fact]
    public void Opening_RemovesHalfArrivedBlobs()
    {
        var half = Path.Combine(folder.Path, "arriving", "half");
        File.WriteAllText(half, "…");
        _ = new BlobStore(folder.Path, clock);
        Assert.False(File.Exists(half));
    }
}

/// <summary>A clock moved by hand.</summary>
internal sealed class HandClock : TimeProvider
{
    private DateTimeOffset now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private long ticks;

    public void Advance(TimeSpan by) => (now, ticks) = (now + by, ticks + by.Ticks);

    /// <summary>As an operator does: the time that passes is not moved by it.</summary>
    public void SetWallClock(TimeSpan forward) => now += forward;

    public override DateTimeOffset GetUtcNow() => now;
    public override long GetTimestamp() => ticks;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}
