using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using Sweep.Coordinator.Storage;
using Sweep.Protocol.Keys;

namespace Sweep.Benchmarks.Transport;

/// <summary>
/// What encryption costs: messages through Akka's remoting and blobs through Kestrel, with the TLS of the product and without any, in turns
/// in one process over loopback.
/// </summary>
internal static class TransportBenchmark
{
    private const int Underway = 64;

    public static async Task<int> Run(string[] arguments)
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7 };
        var messages = new Option<int>("--messages") { DefaultValueFactory = _ => 5000 };
        var blobs = new Option<int>("--blobs") { DefaultValueFactory = _ => 20 };
        var bytes = new Option<int>("--bytes") { DefaultValueFactory = _ => 8_000_000 };
        var command = new RootCommand { rounds, messages, blobs, bytes };
        command.SetAction(parsed => Measure(
            parsed.GetValue(rounds), parsed.GetValue(messages), parsed.GetValue(blobs), parsed.GetValue(bytes)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static async Task Measure(int rounds, int messages, int blobs, int bytes)
    {
        var load = History.Load();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $".NET {Environment.Version}, {Environment.ProcessorCount} processors, load {load}; "
            + $"{rounds} rounds of {messages:N0} messages and {blobs} blobs of {bytes:N0} bytes, medians"));
        using var authority = CertificateAuthority.New(TimeProvider.System.GetUtcNow());
        var keys = (Keys(authority, PeerKind.Coordinator), Keys(authority, PeerKind.Agent));
        var folder = Directory.CreateTempSubdirectory("sweep-transport-").FullName;
        try
        {
            var store = new BlobStore(folder, TimeProvider.System);
            await using var plain = await EchoNodes.Start(null);
            await using var secure = await EchoNodes.Start(keys);
            await using var http = await BlobDoor.Open(store, null);
            await using var https = await BlobDoor.Open(store, keys);
            History.Add(load,
            [
                .. await Compare("messages and answers; one underway", "/s", rounds,
                    () => Task.FromResult(plain.Ask(messages, 1)), () => Task.FromResult(secure.Ask(messages, 1))),
                .. await Compare($"messages and answers; {Underway} underway", "/s", rounds,
                    () => Task.FromResult(plain.Ask(messages, Underway)), () => Task.FromResult(secure.Ask(messages, Underway))),
                .. await Compare("blobs stored", "MB/s", rounds,
                    async () => (await http.Carry(blobs, bytes)).Put, async () => (await https.Carry(blobs, bytes)).Put),
                .. await Compare("blobs fetched", "MB/s", rounds,
                    async () => (await http.Carry(blobs, bytes)).Get, async () => (await https.Carry(blobs, bytes)).Get),
            ]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>In turns, so that what else the machine does meets both; the first turn of each is not measured.</summary>
    private static async Task<Figure[]> Compare(string what, string unit, int rounds, Func<Task<double>> plain, Func<Task<double>> secure)
    {
        await plain();
        await secure();
        var (without, with) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            without.Add(await plain());
            with.Add(await secure());
        }
        return
        [
            new("transport", $"{what}; without TLS", unit, without),
            new("transport", $"{what}; TLS", unit, with),
            new("transport", $"{what}; TLS to without", "x", [.. without.Zip(with, (one, other) => other / one)]),
        ];
    }

    private static NodeKeys Keys(CertificateAuthority authority, PeerKind kind) => new(
        authority.Issue(kind, kind == PeerKind.Coordinator ? CertificateAuthority.CoordinatorName : "agent-1", ["127.0.0.1"],
            TimeSpan.FromDays(1), TimeProvider.System.GetUtcNow()),
        new(X509CertificateLoader.LoadCertificate(authority.Certificate.RawData), TimeProvider.System));
}
