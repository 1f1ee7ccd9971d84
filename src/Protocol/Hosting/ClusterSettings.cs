using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Event;
using Akka.Hosting;
using Akka.Remote.Hosting;
using Akka.Remote.Transport.DotNetty;
using Sweep.Protocol.Keys;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Serialization;

namespace Sweep.Protocol.Hosting;

/// <summary>What every node of the cluster has in common.</summary>
public static class ClusterSettings
{
    public const string ActorSystemName = "sweep";
    public const string CoordinatorRole = "coordinator";
    public const string AgentRole = "agent";
    public const int DefaultPort = 4053;

    /// <summary>Of every address: what nodes say to each other goes through TLS.</summary>
    public const string Scheme = "akka.ssl.tcp";

    /// <summary>Name of the coordinator's actor, the address of all that agents say.</summary>
    public const string CoordinatorActor = "coordinator";

    /// <summary>Where the settings of a node name the coordinator's <c>host:port</c>.</summary>
    internal const string CoordinatorKey = "sweep.coordinator";

    /// <summary>Where they name the one <c>host:port</c> that a node calls; it is called by others only where this is empty.</summary>
    internal const string CallsKey = "sweep.calls";

    /// <summary>Where they may say how long a node is out of sight before it is downed.</summary>
    internal const string StableAfterKey = "sweep.stable-after";

    /// <summary>Within the settings of the failure detector: the one <c>host:port</c> that it suspects.</summary>
    internal const string SuspectsKey = "suspects";

    /// <summary>Whether a node's address is <paramref name="place"/>, written <c>host:port</c>, whatever the transport.</summary>
    public static bool IsAt(string place, Address address) => address.ToString().EndsWith("@" + place, StringComparison.Ordinal);

    /// <summary>Path of the coordinator's actor on the node at <paramref name="seed"/>, written <c>host:port</c>.</summary>
    public static string CoordinatorPath(string seed) => $"{AddressOf(seed)}/user/{CoordinatorActor}";

    /// <summary>Address of the node at <paramref name="place"/>, written <c>host:port</c>.</summary>
    public static string AddressOf(string place) => $"{Scheme}://{ActorSystemName}@{place}";

    /// <summary>
    /// Remoting, cluster membership and serialization as every node must have them.
    /// </summary>
    /// <param name="bindHost">The address listened on; <c>0.0.0.0</c> for all.</param>
    /// <param name="publicHost">The address that other nodes use, spelled exactly as they do.</param>
    /// <param name="seed">The coordinator's <c>host:port</c>; a coordinator names itself and so forms the cluster.</param>
    /// <param name="keys">
    /// What the node shows and whom it believes. Its certificate is read once: another one needs another actor system.
    /// </param>
    public static AkkaConfigurationBuilder WithSweepCluster(
        this AkkaConfigurationBuilder akka, string bindHost, string publicHost, int port, string role, string seed, NodeKeys keys) => akka
        .ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory();
        })
        .WithStrictSerialization()
        .WithCustomSerializer("sweep-json", [typeof(ISweepMessage)], system => new SweepSerializer(system))
        .WithRemoting(Remoting(bindHost, publicHost, port, role, seed, keys))
        .WithClustering(new ClusterOptions
        {
            Roles = [role],
            SeedNodes = [AddressOf(seed)],
            FailureDetector = new PhiAccrualFailureDetectorOptions { AcceptableHeartbeatPause = TimeSpan.FromSeconds(10) },
        })
        .AddHocon(Common, HoconAddMode.Prepend)
        .AddHocon(Star(role, seed), HoconAddMode.Prepend)
        .AddHocon(ShutDoors.Settings(role), HoconAddMode.Prepend);

    /// <summary>Remoting through TLS in which both sides show a certificate. The parameters are as for a node of the cluster.</summary>
    public static RemoteOptions Remoting(string bindHost, string publicHost, int port, string role, string seed, NodeKeys keys) => new()
    {
        HostName = bindHost,
        PublicHostName = publicHost,
        Port = port,
        EnableSsl = true,
        Ssl = new()
        {
            X509Certificate = keys.Own,
            SuppressValidation = false,
            RequireMutualAuthentication = true,
            CustomValidator = Validator(role, seed, keys.Trust),
        },
    };

    /// <summary>Asked on both sides of every connection; decides alone, in the place of what Akka would check.</summary>
    private static CertificateValidationCallback Validator(string role, string coordinator, PeerTrust trust) =>
        (certificate, _, called, _, log) =>
        {
            if (Doorkeeper.Refusal(role, coordinator, called, trust.Check(certificate)) is not { } refusal)
                return true;
            log.Info("A connection with {0} is closed: {1}", called, refusal);
            return false;
        };

    /// <summary>
    /// Membership in a star: everybody watches the coordinator, the coordinator everybody, and no agent has a say about another. An agent
    /// turns less often to nodes of which it does not know what they have seen: it may reach none of them, and the coordinator knows.
    /// </summary>
    private static string Star(string role, string seed) => $$"""
        {{CoordinatorKey}} = "{{seed}}"
        {{CallsKey}} = "{{(role == CoordinatorRole ? "" : seed)}}"
        akka.remote {
          adapters.star = "{{Adapter}}"
          dot-netty.tcp.applied-adapters = ["star"]
        }
        akka.cluster {
          downing-provider-class = "{{ShutDoors.Name(typeof(StarDowning))}}"
          monitored-by-nr-of-members = {{MostNodes}}
        }
        """ + (role == CoordinatorRole ? "" : $$"""

        akka.cluster.gossip-different-view-probability = 0.2
        akka.cluster.failure-detector {
          implementation-class = "{{ShutDoors.Name(typeof(CoordinatorOnlyFailureDetector))}}"
          {{SuspectsKey}} = "{{seed}}"
        }
        """);

    /// <summary>Akka reads the types of adapters with the quotes around them, which it leaves out where there is no space.</summary>
    private static readonly string Adapter = ShutDoors.Name(typeof(StarTransportProvider)).Replace(" ", "", StringComparison.Ordinal);

    /// <summary>With Akka's 9 a node watches only some of the others; the coordinator has to see every agent itself.</summary>
    private const int MostNodes = 10_000;

    // tcp-reuse-addr lets two processes listen on one port on Linux, where the kernel then deals connections out between them; a port in
    // its closing wait can be listened on without it.
    // A node that was refused a connection tries again after a second, not five: a coordinator that restarts is found at once.
    // Akka looks at its timers a hundred times a second, which takes a twentieth of a core where nothing happens; ours and a
    // cluster's are of a second or so, and at the shortest lease of a fifth of that.
    // exit-clr and the process-exit hook are off because the process, not its actor system, decides when it ends: an agent
    // replaces a downed actor system while its trainers go on.
    private const string Common = """
        akka {
          scheduler.tick-duration = 100ms
          remote.log-frame-size-exceeding = 64000b
          remote.retry-gate-closed-for = 1s
          remote.dot-netty.tcp.tcp-reuse-addr = off
          coordinated-shutdown.exit-clr = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          stdout-logger-class = "Sweep.Protocol.Hosting.SilentLogger, Sweep.Protocol"
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
        }
        """;
}
