using CsCheck;
using Sweep.Coordinator.Journal;
using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Tests.Journal;

public sealed class FileJournalTests : IDisposable
{
    private readonly JournalFolder folder = new();

    public void Dispose() => folder.Dispose();

    private void Append(JournalEvent[] events, long segmentBytes = FileJournal.DefaultSegmentBytes)
    {
        using var journal = folder.Open(segmentBytes);
        journal.Append(events);
    }

    [Fact]
    public void EveryKindOfEvent_IsReadBackAsItWas()
    {
        Append(SomeEvents.OneOfEachKind);

        var read = folder.Read();

        Assert.Equal(Enumerable.Range(1, SomeEvents.OneOfEachKind.Length).Select(n => (long)n), read.Select(entry => entry.Sequence));
        Assert.Equal(SomeEvents.OneOfEachKind.Select(Comparable), read.Select(entry => Comparable(entry.Event)));
    }

    [Fact]
    public void ThereIsAnExample_OfEveryKindOfEvent()
    {
        var kinds = typeof(JournalEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(JournalEvent)) && !t.IsAbstract);

        Assert.Empty(kinds.Except(SomeEvents.OneOfEachKind.Select(e => e.GetType())));
    }

    [Fact]
    public void AnEmptyJournal_IsEmpty()
    {
        Assert.Empty(folder.Read());
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void AJournal_GoesOnWhereItEnded()
    {
        Append(SomeEvents.Epochs(1, 3));
        using (var journal = folder.Open())
        {
            Assert.Equal(3, journal.LastSequence);
            Assert.Null(journal.Recovery);
            Assert.Equal([4L, 5L], journal.Append(SomeEvents.Epochs(4, 2)).Select(entry => entry.Sequence));
            Assert.Equal(SomeEvents.Epochs(4, 2), journal.ReadAfter(3).Select(entry => entry.Event));
        }

        Assert.Equal(SomeEvents.Epochs(1, 5), folder.Read().Select(entry => entry.Event));
    }

    [Fact]
    public void Segments_AreOneJournal()
    {
        for (var i = 0; i < 10; i++)
            Append(SomeEvents.Epochs(1 + (i * 3), 3), segmentBytes: 300);

        Assert.True(folder.Files.Length > 3);
        Assert.Equal(SomeEvents.Epochs(1, 30), folder.Read().Select(entry => entry.Event));
        using var journal = folder.Open();
        for (var after = 0; after <= 30; after++)
            Assert.Equal(Enumerable.Range(after + 1, 30 - after).Select(n => (long)n), journal.ReadAfter(after).Select(entry => entry.Sequence));
    }

    [Fact]
    public void AMissingSegment_IsDamage()
    {
        for (var i = 0; i < 10; i++)
            Append(SomeEvents.Epochs(1 + (i * 3), 3), segmentBytes: 300);
        File.Delete(folder.Files[1]);

        Assert.Throws<JournalDamagedException>(folder.Read);
    }

    [Fact]
    public void AMissingFirstSegment_IsDamage()
    {
        for (var i = 0; i < 10; i++)
            Append(SomeEvents.Epochs(1 + (i * 3), 3), segmentBytes: 300);
        File.Delete(folder.Files[0]);

        Assert.Throws<JournalDamagedException>(folder.Read);
    }

    [Fact]
    public void CutAnywhere_TheJournalKeepsEveryWholeLineAndGoesOn()
    {
        Append(SomeEvents.Epochs(1, 3));
        var bytes = File.ReadAllBytes(folder.Files[0]);
        bool NearALineEnd(int length) => bytes.AsSpan(Math.Max(0, length - 2), Math.Min(4, bytes.Length - Math.Max(0, length - 2))).Contains((byte)'\n');
        foreach (var length in Enumerable.Range(0, bytes.Length).Where(length => length % 23 == 0 || NearALineEnd(length)))
        {
            File.WriteAllBytes(folder.Files[0], bytes[..length]);
            var whole = Math.Max(0, bytes.AsSpan(0, length).Count((byte)'\n') - 1);

            using (var journal = folder.Open())
            {
                Assert.Equal(whole, journal.LastSequence);
                var end = bytes.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
                Assert.Equal(length - end, journal.Recovery?.Bytes ?? 0);
                journal.Append([SomeEvents.Epoch(99)]);
            }
            Assert.Equal([.. SomeEvents.Epochs(1, whole), SomeEvents.Epoch(99)], folder.Read().Select(entry => entry.Event));
            File.Delete(folder.Files[0]);
            File.WriteAllBytes(Path.Combine(folder.Path, "0000000000000000001.journal"), bytes);
        }
    }

    /// <summary>The power went when the file had grown by the line, and all of it was there but its last byte.</summary>
    [Fact]
    public void ALineWithAZeroForItsFeed_IsTorn_AndNoDamage()
    {
        Append(SomeEvents.Epochs(1, 2));
        var bytes = File.ReadAllBytes(folder.Files[0]);
        Assert.Equal((byte)'\n', bytes[^1]);
        bytes[^1] = 0;
        File.WriteAllBytes(folder.Files[0], bytes);

        using (var journal = folder.Open())
        {
            Assert.Equal(1, journal.LastSequence);
            journal.Append([SomeEvents.Epoch(99)]);
        }

        Assert.Equal([.. SomeEvents.Epochs(1, 1), SomeEvents.Epoch(99)], folder.Read().Select(entry => entry.Event));
    }

    [Fact]
    public void AFlippedBit_IsAlwaysNamedAndNeverSkipped()
    {
        Append(SomeEvents.Epochs(1, 2));
        Append(SomeEvents.Epochs(3, 2));
        var file = folder.Files[0];
        var bytes = File.ReadAllBytes(file);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Int[0, 7]).Sample((at, bit) =>
        {
            var flipped = (byte[])bytes.Clone();
            flipped[at] ^= (byte)(1 << bit);
            File.WriteAllBytes(file, flipped);

            var damage = Assert.Throws<JournalDamagedException>(folder.Read);

            Assert.InRange(at, damage.Offset, bytes.Length);
            Assert.Equal(Math.Max(1, bytes.AsSpan(0, (int)damage.Offset).Count((byte)'\n')), damage.Sequence);
        }, iter: 250, threads: 1);
    }

    [Fact]
    public void Damage_IsNamedByFileByteAndEntry()
    {
        Append(SomeEvents.Epochs(1, 3));
        var file = folder.Files[0];
        var lines = File.ReadAllLines(file);
        lines[2] = lines[2].Replace("\"epoch\":2", "\"epoch\":9", StringComparison.Ordinal);
        File.WriteAllText(file, string.Join('\n', lines) + "\n");

        var damage = Assert.Throws<JournalDamagedException>(folder.Read);

        Assert.Equal((file, lines[0].Length + lines[1].Length + 2L, 2L), (damage.File, damage.Offset, damage.Sequence));
    }

    [Fact]
    public void ALineThatIsMovedOrRepeated_IsDamage()
    {
        Append(SomeEvents.Epochs(1, 3));
        var lines = File.ReadAllLines(folder.Files[0]);

        foreach (var changed in new[] { new[] { 0, 2, 1, 3 }, [0, 1, 1, 2, 3], [0, 1, 3] })
        {
            File.WriteAllText(folder.Files[0], string.Concat(changed.Select(i => lines[i] + "\n")));
            Assert.Throws<JournalDamagedException>(folder.Read);
        }
    }

    [Fact]
    public void OnAFullDisk_AnAppendFailsWholeAndLeavesNothingBehind()
    {
        var disk = new SimulatedDisk(seed: 1, TimeProvider.System);
        using (var journal = FileJournal.Open(disk, "/journal"))
        {
            journal.Append(SomeEvents.Epochs(1, 3));
            var before = Content(disk);
            disk.Room = 300;
            Assert.NotNull(DeviceFault.In(Assert.Throws<IOException>(() => journal.Append(SomeEvents.Epochs(4, 10)))));
            Assert.Equal(3, journal.LastSequence);
            Assert.Equal(before, Content(disk));
            Assert.Throws<IOException>(() => journal.Append([SomeEvents.Epoch(4)]));
        }

        Assert.Equal(SomeEvents.Epochs(1, 3), Read(disk));
    }

    [Fact]
    public void OnADiskThatIsFullBeforeASegmentBegins_NothingIsLost()
    {
        var disk = new SimulatedDisk(seed: 1, TimeProvider.System);
        using (var journal = FileJournal.Open(disk, "/journal", segmentBytes: 10))
        {
            journal.Append(SomeEvents.Epochs(1, 3));
            disk.Room = 5;
            Assert.Throws<IOException>(() => journal.Append([SomeEvents.Epoch(4)]));
        }

        disk.Room = null;
        using (var journal = FileJournal.Open(disk, "/journal"))
            journal.Append([SomeEvents.Epoch(4)]);

        Assert.Equal(SomeEvents.Epochs(1, 4), Read(disk));
    }

    [Fact]
    public void AnAppendOfWhichALaterPageAloneReachedTheDisk_IsTorn_AndNoDamage()
    {
        const int Page = 4096;
        Append(SomeEvents.Epochs(1, 3));
        var file = folder.Files[0];
        var acknowledged = new FileInfo(file).Length;
        Append(SomeEvents.Epochs(4, 40));
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan((int)acknowledged, Page - (int)acknowledged).Clear();
        File.WriteAllBytes(file, bytes);

        using (var journal = folder.Open())
        {
            Assert.Equal(new(file, acknowledged, bytes.Length - acknowledged), journal.Recovery);
            journal.Append([SomeEvents.Epoch(4)]);
        }

        Assert.Equal(SomeEvents.Epochs(1, 4), folder.Read().Select(entry => entry.Event));
    }

    [Fact]
    public void AZeroThatNoPageEndsWith_IsDamage()
    {
        Append(SomeEvents.Epochs(1, 40));
        var file = folder.Files[0];
        var bytes = File.ReadAllBytes(file);
        bytes.AsSpan(bytes.Length / 2, 3).Clear();
        File.WriteAllBytes(file, bytes);

        Assert.Throws<JournalDamagedException>(folder.Read);
    }

    private static byte[] Content(SimulatedDisk disk)
    {
        using var file = disk.OpenRead(Assert.Single(disk.FilesIn("/journal")));
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static IEnumerable<JournalEvent> Read(SimulatedDisk disk)
    {
        using var journal = FileJournal.Open(disk, "/journal");
        return [.. journal.ReadAfter(0).Select(entry => entry.Event)];
    }

    /// <summary>Records with arrays compare those by reference; their JSON compares by value.</summary>
    private static string Comparable(JournalEvent e) => System.Text.Json.JsonSerializer.Serialize(e, JournalJson.Default.JournalEvent);
}
