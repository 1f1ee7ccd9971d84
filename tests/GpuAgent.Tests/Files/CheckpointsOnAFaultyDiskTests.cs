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
    private const string Written = "/agent/work/epoch";

    private static readonly RunId Run = RunId.Of("0123456789abcdef");

    private abstract record Step;
    private sealed record Adopt(int Bytes) : Step;
    private sealed record Release(int Oldest) : Step;
    private sealed record SyncsFail(bool Fail) : Step;
    private sealed record RoomLeft(int? Bytes) : Step;
    private sealed record ProcessKilled : Step;
    private sealed record PowerCut : Step;

    /// <summary>In the middle of what follows.</summary>
    private sealed record KilledAfter(int Changes) : Step;

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Int[1, 9_000].Select(bytes => (Step)new Adopt(bytes))),
        (2, Gen.Int[0, 3].Select(oldest => (Step)new Release(oldest))),
        (2, Gen.Bool.Select(fail => (Step)new SyncsFail(fail))),
        (1, Gen.Int[0, 12_000].Select(bytes => (Step)new RoomLeft(bytes))),
        (1, Gen.Const((Step)new RoomLeft(null))),
        (2, Gen.Const((Step)new ProcessKilled())),
        (2, Gen.Const((Step)new PowerCut())),
        (3, Gen.Int[0, 6].Select(changes => (Step)new KilledAfter(changes))));

    [Fact]
    public void WhateverTheDiskDoes_AnAdoptedCheckpointThatAReportNamesIsThere() =>
        Gen.Select(Gen.Int, Steps.List[1, 25]).Sample((seed, steps) => new Life(seed).Go(steps), iter: 1_000);

    private sealed class Life
    {
        private readonly SimulatedDisk disk;

        /// <summary>Named by reports that wait.</summary>
        private readonly List<CheckpointReference> named = [];

        private CheckpointCache? cache;
        private int epoch;

        /// <summary>Whether the process was killed, and nobody has started another one yet.</summary>
        private bool halted;

        public Life(int seed)
        {
            disk = new(seed, TimeProvider.System);
            disk.MakeFolder("/agent");
            disk.SyncFolder("/");
        }

        public void Go(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
                Do(step);
            (disk.SyncFails, disk.Room, disk.ChangesLeft) = (false, null, null);
            disk.Crash();
            Open();
            Assert.All(named, checkpoint => Assert.NotNull(cache!.FindSound(checkpoint.Sha256)));
        }

        private void Do(Step step)
        {
            if (step is ProcessKilled or PowerCut)
                halted = false;
            else if (cache is null && !halted)
                Try(Open);
            switch (step)
            {
                case Adopt adopt when cache is not null:
                    Try(() =>
                    {
                        disk.MakeFolder("/agent/work");
                        WholeFile.Write(disk, Written, file => file.Write(Content(++epoch, adopt.Bytes)));
                        named.Add(cache.Adopt(Run, epoch, Written));
                    });
                    break;
                case Release release when cache is not null && release.Oldest < named.Count:
                    var delivered = named[release.Oldest];
                    named.RemoveAt(release.Oldest);
                    Try(() => cache.Release(delivered.Sha256));
                    break;
                case SyncsFail syncs:
                    disk.SyncFails = syncs.Fail;
                    break;
                case RoomLeft room:
                    disk.Room = room.Bytes;
                    break;
                case KilledAfter killed:
                    disk.ChangesLeft = killed.Changes;
                    break;
                case ProcessKilled:
                    disk.ChangesLeft = null;
                    cache = null;
                    break;
                case PowerCut:
                    disk.Crash();
                    cache = null;
                    break;
            }
            if (cache is not null && disk.ChangesLeft is null)
                Assert.All(named, checkpoint => Assert.NotNull(cache.FindSound(checkpoint.Sha256)));
        }

        private static byte[] Content(int epoch, int bytes)
        {
            var content = new byte[bytes + sizeof(int)];
            BitConverter.TryWriteBytes(content, epoch);
            content.AsSpan(sizeof(int)).Fill((byte)(1 + (epoch % 200)));
            return content;
        }

        private void Open() => cache = new(disk, Folder, [.. named.Select(checkpoint => checkpoint.Sha256)]);

        private void Try(Action what)
        {
            try
            {
                what();
            }
            catch (IOException e)
            {
                Assert.True(disk.SyncFails || disk.Room is not null, $"the disk is sound: {e}");
            }
            catch (HaltedException)
            {
                (cache, halted) = (null, true);
            }
        }
    }
}
