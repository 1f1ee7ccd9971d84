using CsCheck;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files.Simulation;
using Sweep.GpuAgent.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Files;

/// <summary>The outbox as shipped, killed in the middle of what it does, over a disk that fails and loses its power.</summary>
public sealed class KilledOutboxTests
{
    private abstract record Step;
    private sealed record Keep(int Words) : Step;
    private sealed record Acknowledge(int Count) : Step;
    private sealed record SyncsFail(bool Fail) : Step;
    private sealed record RoomLeft(int? Bytes) : Step;
    private sealed record ProcessKilled : Step;
    private sealed record PowerCut : Step;

    /// <summary>In the middle of what follows.</summary>
    private sealed record KilledAfter(int Changes) : Step;

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Gen.Int[1, 3_000].Select(words => (Step)new Keep(words))),
        (4, Gen.Int[1, 80].Select(count => (Step)new Acknowledge(count))),
        (2, Gen.Bool.Select(fail => (Step)new SyncsFail(fail))),
        (1, Gen.Int[0, 12_000].Select(bytes => (Step)new RoomLeft(bytes))),
        (1, Gen.Const((Step)new RoomLeft(null))),
        (2, Gen.Const((Step)new ProcessKilled())),
        (2, Gen.Const((Step)new PowerCut())),
        (3, Gen.Int[0, 3].Select(changes => (Step)new KilledAfter(changes))));

    [Fact]
    public void WhateverTheDiskDoes_AReportThatIsKeptIsThere_UntilItIsAcknowledged() =>
        Gen.Select(Gen.Int, Steps.List[1, 30]).Sample((seed, steps) => new Life(seed).Go(steps), iter: 1_000);

    private sealed class Life
    {
        private const string Path = "/agent/outbox";

        private readonly SimulatedDisk disk;
        private readonly SortedDictionary<long, Report> kept = [];

        /// <summary>May be found all the same: reports that were acknowledged, and one that was refused.</summary>
        private readonly Dictionary<long, Report> perhaps = [];

        private OutboxFile? outbox;

        /// <summary>Whether the process was killed, and nobody has started another one yet.</summary>
        private bool halted;

        private long last;

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
            (disk.SyncFails, disk.Room, disk.ChangesLeft, halted) = (false, null, null, false);
            Open();
            Do(new Keep(10));
            disk.Crash();
            Open();
        }

        private void Do(Step step)
        {
            if (step is ProcessKilled or PowerCut)
                halted = false;
            else if (outbox is null && !halted)
                Try(Open);
            switch (step)
            {
                case Keep keep when outbox is not null:
                    var report = new Report("lab-1", last + 1, new LeaseId(7), new RunEnded(Outcome.TrainerCrashed, new string('w', keep.Words)));
                    Try(() =>
                    {
                        perhaps[report.Number] = report;
                        outbox.Keep(report);
                        perhaps.Remove(report.Number);
                        kept.Add(report.Number, report);
                        last = report.Number;
                    });
                    break;
                case Acknowledge acknowledge when outbox is not null:
                    foreach (var number in kept.Keys.Take(acknowledge.Count).ToList())
                        Try(() =>
                        {
                            if (outbox is null)
                                return;
                            perhaps[number] = kept[number];
                            kept.Remove(number);
                            outbox.Acknowledge(number, kept.Count == 0);
                        });
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
                    outbox = null;
                    break;
                case PowerCut:
                    disk.Crash();
                    outbox = null;
                    break;
            }
        }

        private void Open()
        {
            outbox = OutboxFile.Open(disk, Path, "lab-1", out var found);
            Assert.Equal(found.Select(report => report.Number).Order(), found.Select(report => report.Number));
            foreach (var (number, report) in kept)
                Assert.Contains(report, found.Where(other => other.Number == number));
            foreach (var report in found.Where(report => !kept.ContainsKey(report.Number)))
                Assert.Equal(perhaps[report.Number], report);
            // What is found waits again.
            kept.Clear();
            foreach (var report in found)
                kept.Add(report.Number, report);
            last = Math.Max(last, outbox.LastNumber);
        }

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
                (outbox, halted) = (null, true);
            }
        }
    }
}
