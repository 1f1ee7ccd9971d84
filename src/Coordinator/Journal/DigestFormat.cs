using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Journal;

/// <summary>
/// Events in short, as the digest of a journal keeps them: numbers as numbers, and a text that comes again by its number. The four kinds
/// that nearly all entries are have a form of their own; every other one, and what would not come out of that form as it went in, is the
/// journal's JSON. A program that reads another form of these than the one that wrote them has another <see cref="Version"/>.
/// </summary>
internal static class DigestFormat
{
    public const int Version = 1;

    private const byte Json = 0, Granted = 1, Started = 2, Epoch = 3, Ended = 4;
    private const byte HasCheckpoint = 1, HasSha256 = 2, DivergedByRule = 4;

    /// <summary>What earlier entries of the same block have said, for those that say it again.</summary>
    internal sealed class Memory
    {
        private readonly Dictionary<string, int> numbers = [];
        private readonly List<string> texts = [];
        private readonly Dictionary<string, Provenance> provenances = [];
        private readonly Dictionary<string, ImmutableArray<string>> names = [];

        public long Ticks { get; set; }

        public void Write(BinaryWriter to, string text)
        {
            if (numbers.TryGetValue(text, out var number))
            {
                to.Write7BitEncodedInt(number);
                return;
            }
            to.Write7BitEncodedInt(numbers.Count);
            to.Write(text);
            numbers.Add(text, numbers.Count);
        }

        public string Read(BinaryReader from)
        {
            var number = from.Read7BitEncodedInt();
            if (number == texts.Count)
                texts.Add(from.ReadString());
            return texts[number];
        }

        public Provenance ProvenanceOf(string json)
        {
            if (!provenances.TryGetValue(json, out var known))
                provenances.Add(json, known = JsonSerializer.Deserialize(json, JournalJson.Default.Provenance)!);
            return known;
        }

        public ImmutableArray<string> NamesOf(string joined)
        {
            if (!names.TryGetValue(joined, out var known))
                names.Add(joined, known = joined.Length == 0 ? [] : [.. joined.Split('\n')]);
            return known;
        }
    }

    /// <summary>Several events, one after the other.</summary>
    public static byte[] Write(IReadOnlyList<JournalEvent> events)
    {
        var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes, Encoding.UTF8, leaveOpen: true);
        var memory = new Memory();
        foreach (var e in events)
        {
            if (Short(e) is { } kind && ComesOutAsItWentIn(e, kind))
                Write(to, memory, e, kind);
            else
                WriteJson(to, e);
        }
        to.Flush();
        return bytes.ToArray();
    }

    /// <exception cref="InvalidDataException">They are not what <see cref="Write(IReadOnlyList{JournalEvent})"/> makes.</exception>
    public static List<JournalEvent> Read(byte[] bytes, int count)
    {
        using var from = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        var (memory, events) = (new Memory(), new List<JournalEvent>(count));
        try
        {
            for (var i = 0; i < count; i++)
                events.Add(Read(from, memory));
        }
        catch (Exception e) when (e is IOException or FormatException or JsonException or ArgumentException or NotSupportedException or OverflowException)
        {
            throw new InvalidDataException(e.Message, e);
        }
        return from.BaseStream.Position == bytes.Length ? events : throw new InvalidDataException("There is more than its entries.");
    }

    private static byte? Short(JournalEvent e) => e switch
    {
        LeaseGranted => Granted,
        LeaseStarted => Started,
        EpochRecorded => Epoch,
        LeaseEnded => Ended,
        _ => null,
    };

    /// <summary>An event may have been given a field that its short form does not know.</summary>
    private static bool ComesOutAsItWentIn(JournalEvent e, byte kind)
    {
        try
        {
            var bytes = new MemoryStream();
            using var to = new BinaryWriter(bytes);
            Write(to, new(), e, kind);
            to.Flush();
            bytes.Position = 0;
            using var from = new BinaryReader(bytes);
            return Read(from, new()).Equals(e);
        }
        catch (Exception problem) when (problem is NullReferenceException or ArgumentException or FormatException)
        {
            // A text that an older program left out.
            return false;
        }
    }

    private static void WriteJson(BinaryWriter to, JournalEvent e)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(e, JournalJson.Default.JournalEvent);
        to.Write(Json);
        to.Write7BitEncodedInt(json.Length);
        to.Write(json);
    }

    private static void Write(BinaryWriter to, Memory memory, JournalEvent e, byte kind)
    {
        to.Write(kind);
        to.Write7BitEncodedInt64(e.At.Ticks - memory.Ticks);
        to.Write7BitEncodedInt((int)e.At.Offset.TotalMinutes);
        memory.Ticks = e.At.Ticks;
        switch (e)
        {
            case LeaseGranted granted: Write(to, memory, granted); break;
            case LeaseStarted started: Write(to, memory, started); break;
            case EpochRecorded epoch: Write(to, memory, epoch); break;
            case LeaseEnded ended: Write(to, memory, ended); break;
        }
    }

    private static JournalEvent Read(BinaryReader from, Memory memory)
    {
        var kind = from.ReadByte();
        if (kind == Json)
            return JsonSerializer.Deserialize(from.ReadBytes(from.Read7BitEncodedInt()), JournalJson.Default.JournalEvent)!;
        memory.Ticks += from.Read7BitEncodedInt64();
        var at = new DateTimeOffset(memory.Ticks, TimeSpan.FromMinutes(from.Read7BitEncodedInt()));
        return kind switch
        {
            Granted => ReadGranted(from, memory, at),
            Started => new LeaseStarted(LeaseOf(from), RunOf(from, memory), memory.ProvenanceOf(memory.Read(from))) { At = at },
            Epoch => ReadEpoch(from, memory, at),
            Ended => new LeaseEnded(
                LeaseOf(from), RunOf(from, memory), (Outcome)from.Read7BitEncodedInt(), memory.Read(from), from.ReadBoolean())
            { At = at },
            _ => throw new FormatException("There is an entry of a kind that is none."),
        };
    }

    private static void Write(BinaryWriter to, Memory memory, LeaseGranted e)
    {
        to.Write7BitEncodedInt64(e.Lease.Number);
        memory.Write(to, e.Sweep);
        memory.Write(to, e.Run.Value);
        memory.Write(to, e.Agent);
        memory.Write(to, e.Incarnation.ToString());
        foreach (var number in new[] { e.Slot, e.Attempt, e.FromEpoch, e.ToEpoch })
            to.Write7BitEncodedInt(number);
        to.Write(e.Second);
    }

    private static LeaseGranted ReadGranted(BinaryReader from, Memory memory, DateTimeOffset at) => new(
        LeaseOf(from), memory.Read(from), RunOf(from, memory), memory.Read(from), Guid.Parse(memory.Read(from)),
        from.Read7BitEncodedInt(), from.Read7BitEncodedInt(), from.Read7BitEncodedInt(), from.Read7BitEncodedInt(), from.ReadBoolean())
    { At = at };

    private static void Write(BinaryWriter to, Memory memory, LeaseStarted e)
    {
        to.Write7BitEncodedInt64(e.Lease.Number);
        memory.Write(to, e.Run.Value);
        memory.Write(to, JsonSerializer.Serialize(e.Provenance, JournalJson.Default.Provenance));
    }

    private static void Write(BinaryWriter to, Memory memory, EpochRecorded e)
    {
        to.Write7BitEncodedInt64(e.Lease.Number);
        memory.Write(to, e.Run.Value);
        to.Write7BitEncodedInt(e.Metrics.Epoch);
        memory.Write(to, string.Join('\n', e.Metrics.Values.Names));
        foreach (var (_, number) in e.Metrics.Values)
            to.Write(number);
        to.Write(e.Metrics.Seconds);
        var hash = HexForm.IsSha256(e.Checkpoint?.Sha256);
        to.Write((byte)((e.Checkpoint is null ? 0 : HasCheckpoint) | (hash ? HasSha256 : 0) | (e.Metrics.DivergedByRule ? DivergedByRule : 0)));
        if (e.Checkpoint is not { } checkpoint)
            return;
        to.Write7BitEncodedInt(checkpoint.Epoch);
        to.Write7BitEncodedInt64(checkpoint.Bytes);
        if (hash)
            to.Write(Convert.FromHexString(checkpoint.Sha256));
        else
            to.Write(checkpoint.Sha256);
    }

    private static EpochRecorded ReadEpoch(BinaryReader from, Memory memory, DateTimeOffset at)
    {
        var (lease, run, epoch) = (LeaseOf(from), RunOf(from, memory), from.Read7BitEncodedInt());
        var names = memory.NamesOf(memory.Read(from));
        var numbers = new double[names.Length];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = from.ReadDouble();
        var (seconds, what) = (from.ReadDouble(), from.ReadByte());
        var metrics = new EpochMetrics(epoch, MetricValues.Of(names, numbers), seconds) { DivergedByRule = (what & DivergedByRule) != 0 };
        if ((what & HasCheckpoint) == 0)
            return new(lease, run, metrics, null) { At = at };
        var (after, bytes) = (from.Read7BitEncodedInt(), from.Read7BitEncodedInt64());
        var sha256 = (what & HasSha256) != 0 ? Convert.ToHexStringLower(from.ReadBytes(32)) : from.ReadString();
        return new(lease, run, metrics, new(after, sha256, bytes)) { At = at };
    }

    private static void Write(BinaryWriter to, Memory memory, LeaseEnded e)
    {
        to.Write7BitEncodedInt64(e.Lease.Number);
        memory.Write(to, e.Run.Value);
        to.Write7BitEncodedInt((int)e.Outcome);
        memory.Write(to, e.Detail);
        to.Write(e.AgentsOwn);
    }

    private static LeaseId LeaseOf(BinaryReader from) => new(from.Read7BitEncodedInt64());

    private static RunId RunOf(BinaryReader from, Memory memory) => new(memory.Read(from));
}
