using CsCheck;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Files.Simulation;
using Sweep.GpuAgent.Files;

namespace Sweep.GpuAgent.Tests.Files;

/// <summary>The agent's checkpoints as shipped, over a disk that fails and loses its power.</summary>
public sealed class CheckpointsOnAFaultyDiskTests
{
    private const string Folder = "/agent/checkpoints";
    private const string Written = "/agent/written/epoch";

    private static readonly RunId Run = RunId.Of("0123456789abcdef");

    private sealed record Adopt(int Bytes) : Step;
    private sealed record Release(int Oldest) : Step;

    private static readonly Gen<Step> Steps = FaultyDisk.Steps(
        mostChanges: 6,
        (6, Gen.Int[1, 9_000].Select(bytes => (Step)new Adopt(bytes))),
        (2, Gen.Int[0, 3].Select(oldest => (Step)new Release(oldest))));

    [Fact]
    public void WhateverTheDiskDoes_AnAdoptedCheckpointThatAReportNamesIsThere() =>
        Gen.Select(Gen.Int, Steps.List[1, 25]).Sample((seed, steps) => new Life(seed).Go(steps), iter: 1_000);

    private sealed class Life(int seed)
    {
        private readonly FaultyDisk faulty = new(seed, "/agent");

        /// <summary>Named by reports that wait.</summary>
        private readonly List<CheckpointReference> named = [];

        private CheckpointCache? cache;
        private int epoch;

        public void Go(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
                Do(step);
            faulty.Mend();
            faulty.Disk.Crash();
            Open();
            Assert.All(named, checkpoint => Assert.NotNull(cache!.FindSound(checkpoint.Sha256)));
        }

        private void Do(Step step)
        {
            if (step is not (ProcessKilled or PowerCut) && cache is null && !faulty.Halted)
                Try(Open);
            if (faulty.Befalls(step))
                cache = null;
            switch (step)
            {
                case Adopt adopt when cache is not null:
                    Try(() =>
                    {
                        faulty.Disk.MakeFolder("/agent/written");
                        WholeFile.Write(faulty.Disk, Written, file => file.Write(Content(++epoch, adopt.Bytes)));
                        var adopted = cache.Adopt(Run, epoch, Written);
                        cache.Commit();
                        named.Add(adopted);
                    });
                    break;
                case Release release when cache is not null && release.Oldest < named.Count:
                    var delivered = named[release.Oldest];
                    named.RemoveAt(release.Oldest);
                    Try(() => cache.Release(delivered.Sha256));
                    break;
            }
            if (cache is not null && faulty.Disk.ChangesLeft is null)
                Assert.All(named, checkpoint => Assert.NotNull(cache.FindSound(checkpoint.Sha256)));
        }

        private static byte[] Content(int epoch, int bytes)
        {
            var content = new byte[bytes + sizeof(int)];
            BitConverter.TryWriteBytes(content, epoch);
            content.AsSpan(sizeof(int)).Fill((byte)(1 + (epoch % 200)));
            return content;
        }

        private void Open() => cache = new(faulty.Disk, Folder, [.. named.Select(checkpoint => checkpoint.Sha256)]);

        private void Try(Action what) => faulty.Try(what, killed: () => cache = null);
    }
}
