using System.Security.Cryptography;
using System.Text;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Tests.Storage;

public sealed class BlobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly HandClock _clock = new();
    private readonly BlobStore _store;

    public BlobStoreTests() => _store = new(_folder.Path, _clock);

    public void Dispose() => _folder.Dispose();

    private static (string Name, byte[] Content) Blob(string text) => (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))), Encoding.UTF8.GetBytes(text));

    private async Task<string> Put(string text)
    {
        var (name, content) = Blob(text);
        await _store.Put(name, new MemoryStream(content), CancellationToken.None);
        return name;
    }

    [Fact]
    public async Task WhatWasPut_IsFound_UnderItsHash()
    {
        var content = RandomNumberGenerator.GetBytes(1_000_003);
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        await _store.Put(name, new MemoryStream(content), CancellationToken.None);
        await using var found = _store.Open(name, content.Length)!;
        var read = new MemoryStream();
        await found.CopyToAsync(read);
        Assert.Equal(content, read.ToArray());
        Assert.True(File.Exists(Path.Combine(_folder.Path, name[..2], name)));
        Assert.Equal(content.Length, _store.Length(name));
    }

    [Fact]
    public async Task APart_IsOfASoundBlob_WhichIsReadWholeOnce()
    {
        var name = await Put("content");
        await using (var first = _store.OpenForPart(name))
            Assert.NotNull(first);
        var file = new FileInfo(Path.Combine(_folder.Path, name[..2], name));
        var written = file.LastWriteTimeUtc;
        await File.WriteAllTextAsync(file.FullName, "CONTENT", CancellationToken.None);
        file.LastWriteTimeUtc = written;
        await using (var unread = _store.OpenForPart(name))
            Assert.NotNull(unread);

        file.LastWriteTimeUtc = written.AddSeconds(1);

        Assert.Null(_store.OpenForPart(name));
        Assert.Null(_store.OpenForPart(Blob("other").Name));
    }

    [Fact]
    public async Task ContentThatIsNotItsName_IsRefused_AndLeavesNothing()
    {
        var (name, _) = Blob("right");
        var refusal = await Assert.ThrowsAsync<BlobMismatchException>(() => _store.Put(name, new MemoryStream("wrong"u8.ToArray()), CancellationToken.None));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.False(_store.Has(name));
        Assert.Empty(Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task PuttingTwice_IsTheSameAsOnce_AndMendsADamagedBlob()
    {
        var name = await Put("checkpoint");
        var path = Path.Combine(_folder.Path, name[..2], name);
        await File.WriteAllTextAsync(path, "damaged!!!");
        await Put("checkpoint");
        Assert.Equal("checkpoint", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task ABlobOfAnotherLength_IsNotTheOneAskedFor()
    {
        var name = await Put("checkpoint");
        Assert.False(_store.Has(name, bytes: 3));
        Assert.Null(_store.Open(name, bytes: 3));
        Assert.True(_store.Has(name, bytes: 10));
    }

    [Fact]
    public void AMissingBlob_IsNull_AndAPathIsNoName()
    {
        Assert.Null(_store.Open(Blob("never put").Name));
        Assert.Null(_store.Length(Blob("never put").Name));
        Assert.False(BlobStore.IsName("../../../etc/passwd"));
        Assert.False(BlobStore.IsName(Blob("x").Name.ToUpperInvariant()));
        Assert.Throws<ArgumentException>(() => _store.Open("../secret"));
    }

    [Fact]
    public async Task Collect_DeletesWhatNobodyNeeds_ButNothingYoungerThanTheGrace()
    {
        var (kept, old) = (await Put("kept"), await Put("old"));
        _clock.Advance(BlobStore.Grace);
        var young = await Put("young");
        Assert.Equal(1, _store.Collect(new HashSet<string> { kept }));
        Assert.True(_store.Has(kept));
        Assert.False(_store.Has(old));
        Assert.True(_store.Has(young));
    }

    [Fact]
    public async Task Collect_SparesABlobThatWasAskedForJustNow()
    {
        var asked = await Put("uploaded long ago, reported next");
        _clock.Advance(BlobStore.Grace);
        Assert.True(_store.Has(asked));
        Assert.Equal(0, _store.Collect(new HashSet<string>()));
    }

    [Fact]
    public async Task Collect_AfterARestart_WaitsForReportsThatWereHeldUp()
    {
        await Put("uploaded before a long downtime");
        _clock.Advance(TimeSpan.FromDays(2));
        var restarted = new BlobStore(_folder.Path, _clock);
        Assert.Equal(0, restarted.Collect(new HashSet<string>()));
        _clock.Advance(BlobStore.Grace);
        Assert.Equal(1, restarted.Collect(new HashSet<string>()));
    }

    [Fact]
    public async Task Collect_SparesYoungBlobs_WhenTheWallClockIsSetForward()
    {
        await Put("uploaded just now");
        _clock.Advance(BlobStore.Grace - TimeSpan.FromMinutes(1));
        await Put("uploaded a moment ago");
        _clock.Advance(TimeSpan.FromMinutes(1));
        _clock.SetWallClock(forward: TimeSpan.FromHours(9));
        Assert.Equal(1, _store.Collect(new HashSet<string>()));
    }

    [Fact]
    public async Task ABlobDamagedOnTheDisk_IsNotServed()
    {
        var name = await Put("checkpoint");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, name[..2], name), "Checkpoint");
        Assert.Null(_store.Open(name));
        Assert.False(_store.Has(name));
        await Put("checkpoint");
        Assert.True(_store.Has(name));
    }

    [Fact]
    public void Opening_RemovesHalfArrivedBlobs()
    {
        var half = Path.Combine(_folder.Path, "arriving", "half");
        File.WriteAllText(half, "…");
        _ = new BlobStore(_folder.Path, _clock);
        Assert.False(File.Exists(half));
    }
}

/// <summary>A clock moved by hand.</summary>
internal sealed class HandClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private long _ticks;

    public void Advance(TimeSpan by) => (_now, _ticks) = (_now + by, _ticks + by.Ticks);

    /// <summary>As an operator does: the time that passes is not moved by it.</summary>
    public void SetWallClock(TimeSpan forward) => _now += forward;

    public override DateTimeOffset GetUtcNow() => _now;
    public override long GetTimestamp() => _ticks;
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
}
