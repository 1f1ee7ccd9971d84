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

    private sealed record Append(int Events) : Step;

    private static readonly Gen<Step> Steps = FaultyDisk.Steps(
        mostChanges: 6,
        (8, Gen.Int[1, 5].Select(events => (Step)new Append(events))),
        // More than a page.
        (3, Gen.Int[12, 40].Select(events => (Step)new Append(events))));

    [Fact]
    public void WhateverTheDiskDoes_WhatWasAcknowledgedIsThereInOrder_AndNothingElseBeforeIt() =>
        Gen.Select(Gen.Int, Steps.List[1, 25]).Sample((seed, steps) => new Life(seed).Run(steps), iter: 700);

    /// <summary>One journal and what is known of it.</summary>
    private sealed class Life(int seed)
    {
        private readonly FaultyDisk faulty = new(seed, "/home");

        /// <summary>What must be there: somebody was told, or it was found at a start, and so somebody has seen it.</summary>
        private readonly List<JournalEvent> known = [];

        /// <summary>The events of an append that failed: the first few of them may be found.</summary>
        private JournalEvent[] refused = [];

        private FileJournal? journal;

        /// <summary>Whether an append has failed: until the next start there are no more.</summary>
        private bool broken;

        private int made;

        public void Run(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
                Do(step);
            faulty.Mend();
            Restart();
            Write(1);
            faulty.Disk.Crash();
            Restart();
            var opened = journal!;
            journal = null;
            Restart();
            Assert.Null(journal!.Recovery);
            Assert.Equal(opened.LastSequence, journal.LastSequence);
        }

        private void Do(Step step)
        {
            if (faulty.Befalls(step))
                Restart();
            if (step is not Append append)
                return;
            if (journal is null && !faulty.Halted)
                Restart();
            Write(append.Events);
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
                Assert.True(broken || faulty.MayRefuse, $"the disk is sound: {e}");
                if (!broken)
                    refused = events;
                broken = true;
            }
            catch (HaltedException)
            {
                if (!broken)
                    refused = events;
                (journal, faulty.Halted) = (null, true);
            }
            made += count;
        }

        private void Restart()
        {
            (journal, broken, faulty.Halted) = (null, false, false);
            faulty.Try(() => journal = FileJournal.Open(faulty.Disk, Folder, SegmentBytes), killed: () => { });
            if (journal is null)
                return;
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
