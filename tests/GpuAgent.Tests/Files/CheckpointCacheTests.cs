using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.GpuAgent.Files;

namespace Sweep.GpuAgent.Tests.Files;

public sealed class CheckpointCacheTests : IDisposable
{
    private static readonly RunId Run = new("0123456789abcdef");
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private CheckpointCache Open(params string[] needed) => new(folder["checkpoints"], needed);

    private CheckpointReference Adopt(CheckpointCache cache, RunId run, int epoch)
    {
        var file = folder["epoch"];
        File.WriteAllText(file, $"{run} {epoch}");
        return cache.Adopt(run, epoch, file);
    }

    [Fact]
    public void AdoptedFile_IsFoundByItsContentAfterARestartToo()
    {
        var reference = Adopt(Open(), Run, 3);
        Assert.Equal("0123456789abcdef 3", File.ReadAllText(Open().Find(reference.Sha256)!));
        Assert.Equal(18, reference.Bytes);
        Assert.False(File.Exists(folder["epoch"]));
        Assert.Null(Open().Find(new string('0', 64)));
    }

    [Fact]
    public void UnreleasedCheckpoints_AllStay()
    {
        var cache = Open();
        var references = Enumerable.Range(1, 10).Select(epoch => Adopt(cache, Run, epoch)).ToList();
        Assert.All(references, reference => Assert.NotNull(cache.Find(reference.Sha256)));
    }

    [Fact]
    public void ReleasedAndSuperseded_AreRemovedButForTheLastFewOfTheRun()
    {
        var cache = Open();
        var references = Enumerable.Range(1, 5).Select(epoch => Adopt(cache, Run, epoch)).ToList();
        foreach (var reference in references)
            cache.Release(reference.Sha256);
        Assert.Equal([4, 5], references.Where(reference => cache.Find(reference.Sha256) is not null).Select(reference => reference.Epoch));
        Assert.Equal(CheckpointCache.KeptPerRun, Directory.GetFiles(folder["checkpoints"]).Length);
    }

    [Fact]
    public void DownloadOfAnEpochBeforeThoseThatAreHere_StaysToBeContinuedFrom()
    {
        var cache = Open();
        foreach (var epoch in Enumerable.Range(4, 3))
            cache.Release(Adopt(cache, Run, epoch).Sha256);
        var content = "two epochs"u8.ToArray();
        var from = new CheckpointReference(2, Sha256Name.Of(content), content.Length);
        File.WriteAllBytes(cache.Incoming(from, 1), content);

        cache.Add(Run, from, cache.Incoming(from, 1));

        Assert.NotNull(cache.FindSound(from.Sha256));
    }

    [Fact]
    public void WhatTheOutboxNeeds_StaysAcrossARestart()
    {
        var cache = Open();
        var references = Enumerable.Range(1, 5).Select(epoch => Adopt(cache, Run, epoch)).ToList();
        var reopened = Open(references[0].Sha256);
        Adopt(reopened, Run, 6);
        Assert.NotNull(reopened.Find(references[0].Sha256));
        Assert.Null(reopened.Find(references[1].Sha256));
    }

    [Fact]
    public void OfManyRuns_ThoseUsedLongestAgoGo()
    {
        var cache = Open();
        var references = new List<CheckpointReference>();
        for (var i = 0; i < CheckpointCache.KeptInAll + 10; i++)
        {
            references.Add(Adopt(cache, new RunId($"run{i}"), 1));
            cache.Release(references[i].Sha256);
            Assert.NotNull(cache.Find(references[0].Sha256));
        }
        Assert.Equal(CheckpointCache.KeptInAll, cache.Count);
        Assert.Null(cache.Find(references[1].Sha256));
    }

    [Fact]
    public void HalfDownloads_AreSweptAway()
    {
        var part = Open().Incoming(new CheckpointReference(1, new string('a', 64), 1), 1);
        File.WriteAllText(part, "half");
        Open();
        Assert.False(File.Exists(part));
    }
}
