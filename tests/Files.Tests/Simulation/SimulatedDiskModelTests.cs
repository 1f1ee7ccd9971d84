using CsCheck;
using Sweep.Files.Simulation;

namespace Sweep.Files.Tests.Simulation;

/// <summary>The simulated disk beside a model of one folder that knows only what is written and what is certain to be on the platter.</summary>
public sealed class SimulatedDiskModelTests
{
    private const string Folder = "/folder";
    private const int MostBytes = 3 * FileOnDisk.PageBytes;

    private abstract record Step;
    private sealed record Write(char Name, int At, int Count, byte Value) : Step;
    private sealed record SetLength(char Name, int Length) : Step;
    private sealed record Sync(char Name) : Step;
    private sealed record Delete(char Name) : Step;
    private sealed record Move(char From, char To) : Step;
    private sealed record SyncFolder : Step;
    private sealed record PowerCut : Step;

    private static readonly Gen<char> Names = Gen.Char['a', 'c'];

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Gen.Select(Names, Gen.Int[0, MostBytes], Gen.Int[1, MostBytes], Gen.Byte[1, 255], (name, at, count, value) =>
            (Step)new Write(name, at, count, value))),
        (2, Gen.Select(Names, Gen.Int[0, MostBytes], (name, length) => (Step)new SetLength(name, length))),
        (4, Names.Select(name => (Step)new Sync(name))),
        (1, Names.Select(name => (Step)new Delete(name))),
        (2, Gen.Select(Names, Names, (from, to) => (Step)new Move(from, to))),
        (3, Gen.Const((Step)new SyncFolder())),
        (2, Gen.Const((Step)new PowerCut())));

    [Fact]
    public void ItReadsAsWritten_AndKeepsWhatIsCertain() =>
        Gen.Select(Gen.Int, Steps.List[1, 30]).Sample((seed, steps) => new Life(seed).Run(steps), iter: 1_000);

    [Fact]
    public void TheSameSeedAndCalls_EndTheSame() =>
        Gen.Select(Gen.Int, Steps.List[1, 30]).Sample((seed, steps) =>
        {
            var (one, other) = (new Life(seed), new Life(seed));
            one.Run(steps);
            other.Run(steps);
            Assert.Equal(one.Everything(), other.Everything());
        }, iter: 100);

    /// <summary>A file of the model: what it says, and what its bytes may be after a power cut.</summary>
    private sealed class Known
    {
        public byte[] Bytes { get; set; } = [];

        /// <summary>All contents since the last sync, the synced one first: each page is of one of them, or of their beginnings.</summary>
        public List<byte[]> Since { get; } = [[]];

        public void Changed(byte[] bytes)
        {
            Bytes = bytes;
            Since.Add(bytes);
        }

        public bool MayBe(byte[] found)
        {
            if (found.Length < Since.Min(content => content.Length) || found.Length > Since.Max(content => content.Length))
                return false;
            for (var i = 0; i < found.Length; i++)
                if (found[i] != 0 && !Since.Any(content => i < content.Length && content[i] == found[i]))
                    return false;
            return Since.Count > 1 || found.AsSpan().SequenceEqual(Since[0]);
        }
    }

    private sealed class Life
    {
        private readonly SimulatedDisk disk;
        private Dictionary<char, Known> files = [];

        /// <summary>What each name may lead to after a power cut; null is nothing.</summary>
        private Dictionary<char, List<Known?>> after = [];

        public Life(int seed)
        {
            disk = new(seed, TimeProvider.System);
            disk.MakeFolder(Folder);
            disk.SyncFolder("/");
            Settle();
        }

        public void Run(IEnumerable<Step> steps)
        {
            foreach (var step in steps)
            {
                Do(step);
                foreach (var name in "abc")
                    Assert.Equal(files.GetValueOrDefault(name)?.Bytes, Read(name));
            }
        }

        public string Everything() => string.Join('|', "abc".Select(name => Read(name) is { } bytes ? Convert.ToHexString(bytes) : "-"));

        private static string PathOf(char name) => $"{Folder}/{name}";

        private void Do(Step step)
        {
            switch (step)
            {
                case Write write:
                    using (var file = Open(write.Name, FileMode.OpenOrCreate))
                    {
                        file.Stream.Position = write.At;
                        file.Stream.Write(Enumerable.Repeat(write.Value, write.Count).ToArray());
                    }
                    if (!files.ContainsKey(write.Name))
                        Name(write.Name, new Known());
                    var before = files[write.Name].Bytes;
                    var bytes = new byte[Math.Max(before.Length, write.At + write.Count)];
                    before.CopyTo(bytes, 0);
                    bytes.AsSpan(write.At, write.Count).Fill(write.Value);
                    files[write.Name].Changed(bytes);
                    break;
                case SetLength set when files.TryGetValue(set.Name, out var known):
                    using (var file = Open(set.Name, FileMode.Open))
                        file.Stream.SetLength(set.Length);
                    var cut = new byte[set.Length];
                    known.Bytes.AsSpan(0, Math.Min(set.Length, known.Bytes.Length)).CopyTo(cut);
                    known.Changed(cut);
                    break;
                case Sync sync when files.TryGetValue(sync.Name, out var known):
                    DurableFile.Sync(disk, PathOf(sync.Name));
                    known.Since.Clear();
                    known.Since.Add(known.Bytes);
                    break;
                case Delete delete:
                    disk.Delete(PathOf(delete.Name));
                    if (files.ContainsKey(delete.Name))
                        Name(delete.Name, null);
                    break;
                case Move move when files.TryGetValue(move.From, out var known) && move.From != move.To:
                    disk.Move(PathOf(move.From), PathOf(move.To), overwrite: true);
                    Name(move.To, known);
                    Name(move.From, null);
                    break;
                case SyncFolder:
                    disk.SyncFolder(Folder);
                    Settle();
                    break;
                case PowerCut:
                    disk.Crash();
                    CheckAfterThePowerCut();
                    break;
            }
        }

        private void CheckAfterThePowerCut()
        {
            foreach (var name in "abc")
            {
                var found = Read(name);
                Assert.Contains(after[name], known => known is null ? found is null : found is not null && known.MayBe(found));
            }
            // What is there now is on the platter.
            files = "abc".Where(name => Read(name) is not null).ToDictionary(name => name, name => new Known { Bytes = Read(name)! });
            foreach (var (_, known) in files)
                known.Since[0] = known.Bytes;
            Settle();
            disk.Crash();
            foreach (var name in "abc")
                Assert.Equal(files.GetValueOrDefault(name)?.Bytes, Read(name));
        }

        private void Name(char name, Known? known)
        {
            if (known is null)
                files.Remove(name);
            else
                files[name] = known;
            after[name].Add(known);
        }

        private void Settle() => after = "abc".ToDictionary(name => name, name => new List<Known?> { files.GetValueOrDefault(name) });

        private IOpenFile Open(char name, FileMode mode) => disk.Open(PathOf(name), new() { Mode = mode, Access = FileAccess.ReadWrite });

        private byte[]? Read(char name)
        {
            if (disk.Look(PathOf(name)) is not { } look)
                return null;
            using var file = disk.OpenRead(PathOf(name));
            var bytes = new byte[look.Bytes];
            file.ReadExactly(bytes);
            return bytes;
        }
    }
}
