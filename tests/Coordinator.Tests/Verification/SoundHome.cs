using System.Security.Cryptography;
using System.Text;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Files;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Verification;

/// <summary>
/// A real home in which everything fits: a journal, checkpoints and the results database that a coordinator would make. The sweep has two
/// learning rates for 1, 2 and 5 epochs; one run is complete, the other, with the higher rate, has diverged in its second epoch.
/// </summary>
internal sealed class SoundHome : IDisposable
{
    public const string Name = "grid";
    public const int EntriesOfTheSweep = 17;
    public static readonly RunId Good = new RunParameters(0.001, 1e-3, 8, 0).RunOf(Name);
    public static readonly RunId Bad = new RunParameters(0.01, 1e-3, 8, 0).RunOf(Name);
    public static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    public static readonly Guid Incarnation = new(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
    public static readonly Provenance Where = new(new string('a', 64), "cpu", "a processor", "none", "0.1.0", Precision.Fp32, "");
    private readonly TemporaryFolder folder = new();

    private SoundHome() => Directory.CreateDirectory(Home.Folder);

    public Home Home => new(folder["home"]);

    public string this[string name] => folder[name];

    /// <summary>The segments of the journal, oldest first.</summary>
    public string[] Segments => [.. Directory.GetFiles(Home.JournalFolder).Order(StringComparer.Ordinal)];

    /// <param name="segmentBytes">Small ones make many segments.</param>
    public static async Task<SoundHome> Make(long segmentBytes = FileJournal.DefaultSegmentBytes)
    {
        var home = new SoundHome();
        var blobs = new BlobStore(home.Home.Blobs, TimeProvider.System);
        // More than the journal names: an upload comes before the report of its epoch.
        foreach (var (run, epoch) in new[] { Good, Bad }.SelectMany(run => Enumerable.Range(1, 7).Select(epoch => (run, epoch))))
            await blobs.Put(CheckpointOf(run, epoch).Sha256, new MemoryStream(ContentOf(run, epoch)), CancellationToken.None);
        foreach (var e in Life)
            home.Append(segmentBytes, e);
        await home.Start();
        return home;
    }

    /// <summary>Facts come into the journal as a coordinator writes them, whatever they say.</summary>
    public void Append(params JournalEvent[] events) => Append(FileJournal.DefaultSegmentBytes, events);

    /// <summary>A sound line with a kind of fact that this program has never heard of.</summary>
    public void AppendOfANewerProgram()
    {
        var crc = Convert.ToUInt32(File.ReadLines(Segments[^1]).Last().Split(' ', 3)[1], 16);
        var json = """{"kind":"moon-landed","at":"2026-01-02T03:04:05+00:00"}""";
        var next = Crc32C.Of([.. BitConverter.GetBytes(crc), .. BitConverter.GetBytes(EntriesOfTheSweep + 1L)], Encoding.UTF8.GetBytes(json));
        File.AppendAllText(Segments[^1], FormattableString.Invariant($"{EntriesOfTheSweep + 1} {next:x8} {json}\n"));
    }

    /// <summary>What the next start of a coordinator does to the home.</summary>
    public async Task Start()
    {
        await using var opened = await OpenHome.Open(Home, Logger.None);
    }

    public string BlobOf(RunId run, int epoch) => BlobFiles.PathIn(Home.Blobs, CheckpointOf(run, epoch).Sha256);

    public static CheckpointReference CheckpointOf(RunId run, int epoch) =>
        new(epoch, Convert.ToHexStringLower(SHA256.HashData(ContentOf(run, epoch))), ContentOf(run, epoch).Length);

    public static EpochRecorded Epoch(long lease, RunId run, int epoch, double loss = 1.5) =>
        new(new(lease), run, new(epoch, loss, loss, 0.1 * epoch, 1), double.IsFinite(loss) ? CheckpointOf(run, epoch) : null) { At = At };

    public static LeaseGranted Granted(long lease, RunId run, int slot, int from = 0) =>
        new(new(lease), Name, run, "box", Incarnation, slot, 1, from, 5) { At = At };

    public void Dispose() => folder.Dispose();

    private void Append(long segmentBytes, params JournalEvent[] events)
    {
        using var journal = FileJournal.Open(Home.JournalFolder, segmentBytes);
        journal.Append(events);
    }

    private static byte[] ContentOf(RunId run, int epoch) => Encoding.UTF8.GetBytes(FormattableString.Invariant($"the state of run {run} after epoch {epoch}"));

    private static IEnumerable<JournalEvent> Life =>
    [
        new CoordinatorStarted("0.1.0") { At = At },
        new SweepSubmitted(SweepFile.Parse(
            $$"""
            name: {{Name}}
            dataset: { name: shapes10, train: 100, validation: 50 }
            model: simulated
            space: { lr: [0.001, 0.01], epochs: [1, 2, 5] }
            """, "grid.yaml"), "") { At = At },
        new AgentRegistered("box", Incarnation, "host", "0.1.0", [new(0, "cpu", "a processor"), new(1, "cpu", "a processor")]) { At = At },
        Granted(1, Good, 0),
        new LeaseStarted(new(1), Good, Where) { At = At },
        Epoch(1, Good, 1),
        Epoch(1, Good, 2),
        Granted(2, Bad, 1),
        new LeaseStarted(new(2), Bad, Where) { At = At },
        Epoch(2, Bad, 1),
        Epoch(2, Bad, 2, double.NaN),
        new LeaseEnded(new(2), Bad, Outcome.Diverged, "") { At = At },
        Epoch(1, Good, 3),
        Epoch(1, Good, 4),
        Epoch(1, Good, 5),
        new LeaseEnded(new(1), Good, Outcome.Completed, "") { At = At },
        new CoordinatorStarted("0.1.0") { At = At },
    ];
}
