using System.Runtime.ExceptionServices;
using System.Text;
using CsCheck;
using Sweep.Coordinator.Storage;
using Sweep.Files;
using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Tests.Storage;

/// <summary>The blob store as shipped, over a disk that fails and loses its power.</summary>
public sealed class BlobsOnAFaultyDiskTests
{
    private const string Folder = "/home/blobs";

    private sealed record Put(int Blob) : Step;
    private sealed record Ask(int Blob) : Step;
    private sealed record ReadsFlip(bool Flip) : Step;

    private static readonly Gen<Step> Steps = FaultyDisk.Steps(
        mostChanges: 6,
        (6, Gen.Int[0, 5].Select(blob => (Step)new Put(blob))),
        (3, Gen.Int[0, 5].Select(blob => (Step)new Ask(blob))),
        (1, Gen.Bool.Select(flip => (Step)new ReadsFlip(flip))));

    /// <summary>From a few bytes to some pages.</summary>
    private static readonly byte[][] Contents =
        [.. Enumerable.Range(0, 6).Select(blob => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat($"blob {blob} ", 1 << (2 * blob)))))];

    private static readonly string[] Names = [.. Contents.Select(content => Sha256Name.Of(content))];

    [Fact]
    public void WhateverTheDiskDoes_ABlobThatWasAcknowledgedIsThereAndWhole_AndAHalfOneIsNeverServed() =>
        Gen.Select(Gen.Int, Steps.List[1, 25]).Sample((seed, steps) => new Life(seed).Run(steps), iter: 700);

    [Fact]
    public void ABlobThatIsFoundAfterAKill_IsFoundAfterAPowerCutToo()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var disk = new FaultyDisk(seed, "/home").Disk;
            var store = new BlobStore(disk, Folder, new HandClock());
            disk.ChangesLeft = seed % 8;
            Assert.IsType<HaltedException>(store.Put(Names[0], new MemoryStream(Contents[0]), CancellationToken.None).Exception?.InnerException);
            disk.ChangesLeft = null;
            if (!new BlobStore(disk, Folder, new HandClock()).Has(Names[0]))
                continue;
            disk.Crash();
            Assert.True(new BlobStore(disk, Folder, new HandClock()).Has(Names[0]));
        }
    }

    private sealed class Life(int seed)
    {
        private readonly FaultyDisk faulty = new(seed, "/home");

        /// <summary>Blobs that somebody was told of.</summary>
        private readonly HashSet<int> known = [];

        private BlobStore? store;

        public void Run(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
                Do(step);
            faulty.Mend();
            faulty.Disk.Crash();
            store = Opened();
            Assert.All(known, blob => Assert.Equal(Contents[blob], Served(blob)));
        }

        private void Do(Step step)
        {
            if (step is not (ProcessKilled or PowerCut) && store is null && !faulty.Halted)
                Try(() => store = Opened());
            if (faulty.Befalls(step))
                store = null;
            switch (step)
            {
                case Put put when store is not null:
                    Try(() =>
                    {
                        var done = store.Put(Names[put.Blob], new MemoryStream(Contents[put.Blob]), CancellationToken.None);
                        Assert.True(done.IsCompleted);
                        if (done.Exception is { InnerException: { } refusal })
                            ExceptionDispatchInfo.Throw(refusal);
                        known.Add(put.Blob);
                    });
                    break;
                case Ask ask when store is not null:
                    Try(() =>
                    {
                        if (store.Has(Names[ask.Blob], Contents[ask.Blob].Length))
                            known.Add(ask.Blob);
                        if (faulty.Disk.ReadFlips == 0 && Served(ask.Blob) is { } served)
                            Assert.Equal(Contents[ask.Blob], served);
                    });
                    break;
                case ReadsFlip reads:
                    faulty.Disk.ReadFlips = reads.Flip ? 0.5 : 0;
                    break;
            }
        }

        private BlobStore Opened() => new(faulty.Disk, Folder, new HandClock());

        private byte[]? Served(int blob)
        {
            using var content = store!.Open(Names[blob]);
            if (content is null)
                return null;
            var bytes = new byte[content.Length];
            content.ReadExactly(bytes);
            return bytes;
        }

        private void Try(Action what) => faulty.Try(what, killed: () => store = null);
    }
}
