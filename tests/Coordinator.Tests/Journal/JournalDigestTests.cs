using Sweep.Coordinator.Journal;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Files.Simulation;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Journal;

public sealed class JournalDigestTests
{
    private const string Folder = "/home/journal";
    private const string File = "/home/journal.digest";
    private readonly SimulatedDisk disk = new(seed: 1, TimeProvider.System);

    public JournalDigestTests() => DurableFolder.Make(disk, "/home");

    private JournalDigest Digest => new(disk, File);

    private JournalReader Reader => JournalReader.Of(disk, Folder);

    private byte[] Bytes(string path)
    {
        using var file = disk.OpenRead(path);
        var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }

    private void Put(string path, byte[] bytes)
    {
        using var file = disk.Open(path, new() { Mode = FileMode.Create, Access = FileAccess.Write });
        file.Stream.Write(bytes);
    }

    private string[] Segments => [.. disk.FilesIn(Folder).Order(StringComparer.Ordinal)];

    private long Extend(long last, int entries = 8) => Digest.Extend(Reader, last, entries: entries);

    private List<JournalEntry> Through(long last = long.MaxValue) => [.. Reader.Through(Digest, last)];

    private static void Same(IReadOnlyList<JournalEntry> expected, IReadOnlyList<JournalEntry> found)
    {
        Assert.Equal(expected.Select(entry => entry.Sequence), found.Select(entry => entry.Sequence));
        Assert.All(expected.Zip(found), pair => Assert.True(DigestFormat.AreSame(pair.First.Event, pair.Second.Event), $"{pair.First} is {pair.Second}"));
    }

    /// <summary>A journal of several segments with all that can be in it.</summary>
    private List<JournalEntry> Some()
    {
        using var journal = FileJournal.Open(disk, Folder, segmentBytes: 4000);
        foreach (var part in SomeEvents.OneOfEachKind.Concat(SomeEvents.Epochs(3, 20)).Chunk(5))
            journal.Append(part);
        return [.. journal.ReadAfter(0)];
    }

    /// <summary>So short that every byte of its digest can be tried: two blocks of three entries.</summary>
    private List<JournalEntry> Few()
    {
        using var journal = FileJournal.Open(disk, Folder);
        journal.Append(SomeEvents.Epochs(1, 6));
        Digest.Extend(Reader, 6, entries: 3);
        return [.. journal.ReadAfter(0)];
    }

    [Fact]
    public void EveryKindOfFact_ComesOutOfIt_AsItWentIn()
    {
        var written = Some();
        Assert.Equal(written.Count, Extend(written.Count));
        Same(written, [.. Digest.Blocks().SelectMany(block => block.Events().Select((e, i) => new JournalEntry(block.First + i, e)))]);
    }

    [Fact]
    public void HoweverFarItReaches_ItSaysWithTheJournalWhatTheJournalSays()
    {
        var written = Some();
        Same(written, Through());
        for (var reached = 1; reached <= written.Count; reached++)
        {
            Assert.Equal(reached, Extend(reached));
            Same(written, Through());
            Same(written[..(reached - 1)], Through(reached - 1));
        }
    }

    [Fact]
    public void WhoGoesOnWithIt_WritesWhatOneWriteWrites()
    {
        var written = Some();
        for (var reached = 8; reached <= written.Count; reached += 8)
            Extend(reached);
        var steps = Bytes(File);
        disk.Delete(File);
        Extend(written.Count / 8 * 8);
        Assert.Equal(Bytes(File), steps);
    }

    [Fact]
    public void WhateverBitIsFlippedInIt_ItCostsTimeAlone_AndTheNextWriteMendsIt()
    {
        var written = Few();
        var bytes = Bytes(File);
        for (var place = 0; place < bytes.Length; place++)
        {
            var flipped = bytes.ToArray();
            flipped[place] ^= (byte)(1 << (place % 8));
            Put(File, flipped);
            Same(written, Through());
            if (place % 16 != 0)
                continue;
            Assert.Equal(written.Count, Extend(written.Count, entries: 3));
            Assert.Equal(bytes, Bytes(File));
        }
    }

    [Fact]
    public void WhereverItEndsInTheMiddle_ItCostsTimeAlone_AndIsNoDamage()
    {
        var written = Few();
        var bytes = Bytes(File);
        for (var length = 0; length < bytes.Length; length++)
        {
            Put(File, bytes[..length]);
            Same(written, Through());
            Assert.Null(Digest.Damage());
        }
    }

    [Fact]
    public void OneOfAnotherJournal_IsNotBelieved_AndIsMadeAnew()
    {
        var written = Some();
        using (var journal = FileJournal.Open(disk, "/home/other"))
            journal.Append([.. written.Select((entry, i) => i == 30 ? SomeEvents.Epoch(99) : entry.Event)]);
        Digest.Extend(JournalReader.Of(disk, "/home/other"), written.Count, entries: 8);
        Same(written, Through());
        Extend(written.Count);
        Same(written, [.. Digest.Blocks().SelectMany(block => block.Events().Select((e, i) => new JournalEntry(block.First + i, e)))]);
    }

    [Fact]
    public void OneThatKnowsMoreThanTheJournalHas_IsTakenAsFarAsItGoes()
    {
        var written = Some();
        Extend(written.Count);
        disk.Delete(Segments[^1]);
        List<JournalEntry> left = [.. Reader.After(0).Select(placed => placed.Entry)];
        Assert.True(left.Count < written.Count);
        Same(left, Through());
        Assert.Equal(left.Count, Extend(left.Count));
        Same(left, Through());
    }

    [Fact]
    public void DamageOfTheJournal_IsNamedWithItToo()
    {
        var written = Some();
        Extend(written.Count);
        var bytes = Bytes(Segments[0]);
        bytes[bytes.Length / 2] ^= 1;
        Put(Segments[0], bytes);
        Assert.Throws<JournalDamagedException>(() => Through());
    }

    /// <summary>For ever: a home keeps the file over updates of Sweep. Another layout is another version, which this one leaves alone.</summary>
    [Fact]
    public void TheFile_IsWrittenAsEver()
    {
        var at = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
        var (run, sha) = (new RunId("0123456789abcdef"), new string('a', 64));
        using (var journal = FileJournal.Open(disk, Folder))
            journal.Append(
            [
                new CoordinatorStarted("0.1.0") { At = at },
                new LeaseGranted(new(7), "grid", run, "box", new("00112233-4455-6677-8899-aabbccddeeff"), 0, 2, 1, 3) { At = at },
                new LeaseStarted(new(7), run, new(sha, "cpu", "a processor", "2.10.0", "0.1.0", Precision.Fp32, "")) { At = at },
                new EpochRecorded(new(7), run, new(2, 1.25, 1.5, 0.75, 2), new(2, sha, 1000)) { At = at },
                new LeaseEnded(new(7), run, Outcome.Completed, "") { At = at },
            ]);
        Extend(5);
        Assert.Equal(AsEver, Convert.ToHexStringLower(Bytes(File)));
    }

    private const string AsEver =
            "73776565702d64696765737420310a0100000000000000050000000000000076e46318ee01000000557b226b696e64223a22636f6f7264696e61746f722d7374" +
            "6172746564222c2270726f6772616d223a22302e312e30222c226174223a22323032362d30312d30325430333a30343a30352e3637382b30303a3030227d01e0" +
            "e9f9b8b9b592ef0800070004677269640110303132333435363738396162636465660203626f78032430303131323233332d343435352d363637372d38383939" +
            "2d6161626263636464656566660002010300020000070104c9017b226461746173657446696e6765727072696e74223a22616161616161616161616161616161" +
            "61616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161616161222c22646576696365223a22637075" +
            "222c226465766963654d6f64656c223a22612070726f636573736f72222c226c6962746f726368223a22322e31302e30222c2270726f6772616d223a22302e31" +
            "2e30222c22707265636973696f6e223a2246703332222c22647269766572223a22227d030000070102051d747261696e4c6f73730a76616c4c6f73730a76616c" +
            "4163637572616379000000000000f43f000000000000f83f000000000000e83f00000000000000400302e807aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" +
            "aaaaaaaaaaaaaaaaaaaaaaaa04000007010006000083908001";
}
