using CsCheck;
using Sweep.Coordinator.Journal;
using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Tests.Journal;

/// <summary>The journal as shipped, over a disk that fails and loses its power.</summary>
public sealed class JournalOnAFaultyDiskTests
{
    private const string Folder = "/home/journal";

    /// <summary>Small enough that many a journal has several.</summary>
    private const long SegmentBytes = 9_000;

    private abstract record Step;
    private sealed record Append(int Events) : Step;
    private sealed record SyncsFail(bool Fail) : Step;
    private sealed record RoomLeft(int? Bytes) : Step;
    private sealed record ProcessKilled : Step;
    private sealed record PowerCut : Step;

    /// <summary>In the middle of what follows.</summary>
    private sealed record KilledAfter(int Changes) : Step;

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (8, Gen.Int[1, 5].Select(events => (Step)new Append(events))),
        // More than a page.
        (3, Gen.Int[12, 40].Select(events => (Step)new Append(events))),
        (2, Gen.Bool.Select(fail => (Step)new SyncsFail(fail))),
        (1, Gen.Int[0, 12_000].Select(bytes => (Step)new RoomLeft(bytes))),
        (1, Gen.Const((Step)new RoomLeft(null))),
        (2, Gen.Const((Step)new ProcessKilled())),
        (2, Gen.Const((Step)new PowerCut())),
        (3, Gen.Int[0, 6].Select(changes => (Step)new KilledAfter(changes))));

    [Fact]
    public void WhateverTheDiskDoes_WhatWasAcknowledgedIsThereInOrder_AndNothingElseBeforeIt() =>
        Gen.Select(Gen.Int, Steps.List[1, 25]).Sample((seed, steps) => new Life(seed).Run(steps), iter: 700);

    /// <summary>One journal and what is known of it.</summary>
    private sealed class Life
    {
        private readonly SimulatedDisk disk;

        /// <summary>What must be there: somebody was told, or it was found at a start, and so somebody has seen it.</summary>
        private readonly List<JournalEvent> known = [];

        /// <summary>The events of an append that failed: the first few of them may be found.</summary>
        private JournalEvent[] refused = [];

        private FileJournal? journal;

        /// <summary>Whether an append has failed: until the next start there are no more.</summary>
        private bool broken;

        /// <summary>Whether the process was killed, and nobody has started another one yet.</summary>
        private bool halted;
        private int made;

        public Life(int seed)
        {
            disk = new(seed, TimeProvider.System);
            disk.MakeFolder("/home");
            disk.SyncFolder("/");
        }

        public void Run(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
                Do(step);
            (disk.SyncFails, disk.Room, disk.ChangesLeft) = (false, null, null);
            Restart();
            Write(1);
            disk.Crash();
            Restart();
            var opened = journal!;
            journal = null;
            Restart();
            Assert.Null(journal!.Recovery);
            Assert.Equal(opened.LastSequence, journal.LastSequence);
        }

        private void Do(Step step)
        {
            switch (step)
            {
                case Append append:
                    if (journal is null && !halted)
                        Restart();
                    Write(append.Events);
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
                    Restart();
                    break;
                case PowerCut:
                    disk.Crash();
                    Restart();
                    break;
            }
        }

        private void Write(int count)
        {
            if (journal is null)
                return;
            var events = SomeEvents.Epochs(made + 1, count);
            try
            {
                journal.Append(events);
                Assert.False(broken);
                known.AddRange(events);
            }
            catch (IOException e)
            {
                Assert.True(broken || disk.SyncFails || disk.Room is not null, $"the disk is sound: {e}");
                if (!broken)
                    refused = events;
                broken = true;
            }
            catch (HaltedException)
            {
                if (!broken)
                    refused = events;
                (journal, halted) = (null, true);
            }
            made += count;
        }

        private void Restart()
        {
            (journal, broken, halted) = (null, false, false);
            try
            {
                journal = FileJournal.Open(disk, Folder, SegmentBytes);
            }
            catch (IOException e)
            {
                Assert.True(disk.SyncFails || disk.Room is not null, $"the disk is sound: {e}");
                return;
            }
            catch (HaltedException)
            {
                halted = true;
                return;
            }
            var found = journal.ReadAfter(0).ToList();
            Assert.Equal(Enumerable.Range(1, found.Count), found.Select(entry => (int)entry.Sequence));
            var events = found.Select(entry => entry.Event).ToList();
            Assert.Equal(known, events.Take(known.Count));
            var more = events.Skip(known.Count).ToList();
            Assert.Equal(refused.Take(more.Count), more);
            known.AddRange(more);
            refused = [];
        }
    }
}
