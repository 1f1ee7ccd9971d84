using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Microsoft.Extensions.Hosting;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Hosting;
using Sweep.Protocol.Keys;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;

namespace Sweep.Benchmarks.Restart;

/// <summary>Speaks the agents' protocol over real remoting, without training: asks for work and reports epochs as fast as they are acknowledged.</summary>
internal sealed class ProbeAgent : IAsyncDisposable
{
    public const int Slots = 8;

    /// <summary>Where runs are in training for a while.</summary>
    public const int SecondsOfAnEpoch = 20;

    /// <summary>Epochs that may have been handed out beyond those that were waited for: a run for each slot.</summary>
    public const int MostUnacknowledged = Slots * BigHome.MostEpochs;
    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(50);
    private readonly IHost host;
    private readonly ActorSystem system;
    private readonly HttpClient http;
    private readonly Guid incarnation = Guid.NewGuid();
    private Ear ear;
    private string? session;
    private long number;

    private ProbeAgent(IHost host, ActorSystem system, HttpClient http) =>
        (this.host, this.system, ear, this.http) = (host, system, new(system), http);

    /// <param name="keys">The folder of the keys of the coordinator's home, whose authority signs it.</param>
    public static async Task<ProbeAgent> Start(string keys)
    {
        using var authority = new AuthorityFiles(keys).LoadOrMake(TimeProvider.System.GetUtcNow());
        var own = authority.Issue(PeerKind.Agent, "probe", [], AgentCertificates.Lifetime, TimeProvider.System.GetUtcNow());
        var trust = new PeerTrust(X509CertificateLoader.LoadCertificate(authority.Certificate.RawData), TimeProvider.System);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.AddAkka(ClusterSettings.ActorSystemName, akka => akka
            .ConfigureLoggers(loggers => loggers.ClearLoggers())
            .WithCustomSerializer("sweep-json", [typeof(ISweepMessage)], system => new SweepSerializer(system))
            .WithRemoting(ClusterSettings.Remoting("127.0.0.1", "127.0.0.1", 0, ClusterSettings.AgentRole, "", new(own, trust)))
            .AddHocon("akka { loglevel = OFF, stdout-loglevel = OFF }", HoconAddMode.Prepend));
        var host = builder.Build();
        await host.StartAsync();
        return new(host, (ActorSystem)host.Services.GetService(typeof(ActorSystem))!, new(CoordinatorHandler.For(trust, own)));
    }

    /// <summary>Registers with the coordinator and asks until it is given a run.</summary>
    public async Task FirstWork(string cluster)
    {
        HearOnlyWhatIsAskedFromNowOn();
        var coordinator = system.ActorSelection(ClusterSettings.CoordinatorPath(cluster));
        while (true)
        {
            Tell(coordinator, Registration());
            Tell(coordinator, new RequestWork("probe", incarnation, 0));
            for (var answer = await Next<object>(AskAgain); answer is not null; answer = await Next<object>(AskAgain))
            {
                if (answer is SessionFirst first)
                    session = await Opened(first);
                if (answer is Assign)
                    return;
                if (answer is NoWork)
                    throw new InvalidOperationException("The sweep has nothing left to train: make a new home.");
            }
        }
    }

    /// <summary>Trains nothing and reports everything, on all slots, until so many epochs are acknowledged.</summary>
    /// <param name="together">Whether the reports of a run are said in one message.</param>
    /// <exception cref="InvalidOperationException">Not so much is left to train, or the coordinator does not know this agent.</exception>
    public async Task Work(string cluster, int epochsWanted, bool together = false)
    {
        HearOnlyWhatIsAskedFromNowOn();
        var coordinator = system.ActorSelection(ClusterSettings.CoordinatorPath(cluster));
        var (acknowledged, epochs, idle) = (0, new HashSet<long>(), new HashSet<int>());
        foreach (var slot in Enumerable.Range(0, Slots))
            Tell(coordinator, new RequestWork("probe", incarnation, slot));
        while (acknowledged < epochsWanted)
        {
            switch (await Next<object>(AskAgain))
            {
                case Assign assign:
                    var reports = new List<Report>();
                    foreach (var fact in Facts(assign))
                    {
                        if (fact is EpochCompleted)
                            epochs.Add(number + 1);
                        reports.Add(new("probe", ++number, assign.Lease, fact, assign.Order.Run));
                    }
                    foreach (var message in together ? Bundles.Of(reports) : reports)
                        Tell(coordinator, message);
                    Tell(coordinator, new RequestWork("probe", incarnation, assign.Slot));
                    break;
                case Acknowledge { Answer: Acknowledgement.Accepted } accepted when epochs.Remove(accepted.Number):
                    acknowledged++;
                    break;
                case Acknowledgements { Each: var each }:
                    acknowledged += each.Count(answer => answer.Answer is Acknowledgement.Accepted && epochs.Remove(answer.Number));
                    break;
                // Answers come in order: where no slot has work, nothing that was reported is left to be acknowledged.
                case NoWork none when idle.Add(none.Slot) && idle.Count == Slots:
                    throw new InvalidOperationException("The sweep has nothing left to train: make a new home.");
                // Nothing that is reported would ever be acknowledged.
                case SessionFirst or RegisterFirst:
                    throw new InvalidOperationException("The coordinator does not know the agent that works for it.");
            }
        }
    }

    /// <summary>
    /// Is in training on so many slots until it is cancelled: progress of every run once a second, an epoch of each once in
    /// <see cref="SecondsOfAnEpoch"/>, and the next run where one has ended.
    /// </summary>
    public async Task Train(string cluster, int slots, CancellationToken cancellation)
    {
        var coordinator = system.ActorSelection(ClusterSettings.CoordinatorPath(cluster));
        var running = new Dictionary<int, (Assign Assign, int Epoch)>();
        var second = 0;
        // Every message without a session would be answered by an invitation to open one.
        while (session is null)
        {
            Tell(coordinator, Registration(slots));
            if (await Next<SessionFirst>(AskAgain) is { } first)
                session = await Opened(first);
        }
        while (!cancellation.IsCancellationRequested)
        {
            var began = Stopwatch.GetTimestamp();
            if (second == 0)
            {
                Tell(coordinator, Registration(slots));
                for (var slot = 0; slot < slots; slot++)
                    Tell(coordinator, new RequestWork("probe", incarnation, slot));
            }
            foreach (var (slot, (assign, epoch)) in running.ToList())
            {
                if (slot % SecondsOfAnEpoch != second % SecondsOfAnEpoch)
                {
                    Tell(coordinator, new Progress("probe", assign.Lease, epoch, second % 100, 100, 2.0 / epoch, 1234.5, incarnation));
                    continue;
                }
                var state = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{assign.Order.Run}/{epoch}"))));
                Tell(coordinator, new Report("probe", ++number, assign.Lease, new EpochCompleted(new(epoch, 2.0 / epoch, 2.1 / epoch, 1 - (0.5 / epoch), 8), new(epoch, state, 1_234_567)), assign.Order.Run));
                running[slot] = (assign, epoch + 1);
                if (epoch < assign.Order.ToEpoch)
                    continue;
                Tell(coordinator, new Report("probe", ++number, assign.Lease, new RunEnded(Outcome.Completed, ""), assign.Order.Run));
                Tell(coordinator, new RequestWork("probe", incarnation, slot));
                running.Remove(slot);
            }
            Tell(coordinator, new Heartbeat("probe", incarnation, [.. running.Values.Select(run => run.Assign.Lease)]));
            second++;
            while (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1))
            {
                switch (await Next<object>(AskAgain))
                {
                    case RegisterFirst when second > 1:
                        second = 0;
                        break;
                    case Assign assign when running.TryAdd(assign.Slot, (assign, assign.Order.FromEpoch + 1)):
                        Tell(coordinator, new Report("probe", ++number, assign.Lease, Started, assign.Order.Run));
                        break;
                }
                if (second == 0)
                    break;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        ear.Dispose();
        http.Dispose();
        await host.StopAsync();
        host.Dispose();
    }

    /// <summary>
    /// On a busy machine a question is asked again before it is answered. The second answer would be taken for that of the next
    /// coordinator, which knows nothing of the session that it was given in.
    /// </summary>
    private void HearOnlyWhatIsAskedFromNowOn()
    {
        ear.Dispose();
        ear = new(system);
    }

    private void Tell(ActorSelection coordinator, ISweepMessage message) =>
        coordinator.Tell(session is null ? message : new InSession(session, message), ear.Receiver);

    private async Task<string> Opened(SessionFirst first)
    {
        using var answer = await http.PostAsync(new Uri(new(first.Url), "session"), null);
        using var document = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync());
        return document.RootElement.GetProperty("session").GetString()!;
    }

    private static RunStarted Started => new(new(new string('a', 64), "cpu", "simulated", "none", "0.1.0", Precision.Fp32, ""));

    private Register Registration(int slots = Slots) => new(
        "probe", incarnation, ProtocolVersion.Current, "probe", "0.1.0", [.. Enumerable.Range(0, slots).Select(slot => new SlotDescription(slot, "cpu", "simulated"))], [], 0);

    private static IEnumerable<Fact> Facts(Assign assign)
    {
        yield return Started;
        for (var epoch = assign.Order.FromEpoch + 1; epoch <= assign.Order.ToEpoch; epoch++)
        {
            var state = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(FormattableString.Invariant($"{assign.Order.Run}/{epoch}"))));
            yield return new EpochCompleted(new(epoch, 2.0 / epoch, 2.1 / epoch, 1 - (0.5 / epoch), 8), new(epoch, state, 1_234_567));
        }
        yield return new RunEnded(Outcome.Completed, "");
    }

    private async Task<T?> Next<T>(TimeSpan patience) where T : class
    {
        while (await ear.Next(patience) is { } said)
            if ((said is InSession inside ? inside.Message : said) is T message)
                return message;
        return null;
    }
}
