using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Hosting;
using Akka.Remote.Hosting;
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

    /// <summary>Name of the coordinator's actor, the address of all that agents say.</summary>
    public const string CoordinatorActor = "coordinator";

    /// <summary>Path of the coordinator's actor on the node at <paramref name="seed"/>, written <c>host:port</c>.</summary>
    public static string CoordinatorPath(string seed) => $"akka.tcp://{ActorSystemName}@{seed}/user/{CoordinatorActor}";

    /// <summary>
    /// Remoting, cluster membership and serialization as every node must have them.
    /// </summary>
    /// <param name="bindHost">The address listened on; <c>0.0.0.0</c> for all.</param>
    /// <param name="publicHost">The address that other nodes use, spelled exactly as they do.</param>
    /// <param name="seed">The coordinator's <c>host:port</c>; a coordinator names itself and so forms the cluster.</param>
    public static AkkaConfigurationBuilder WithSweepCluster(
        this AkkaConfigurationBuilder akka, string bindHost, string publicHost, int port, string role, string seed) => akka
        .ConfigureLoggers(loggers =>
        {
            loggers.ClearLoggers();
            loggers.AddLoggerFactory();
        })
        .WithStrictSerialization()
        .WithCustomSerializer("sweep-json", [typeof(ISweepMessage)], system => new SweepSerializer(system))
        .WithRemoting(new RemoteOptions { HostName = bindHost, PublicHostName = publicHost, Port = port })
        .WithClustering(new ClusterOptions
        {
            Roles = [role],
            SeedNodes = [$"akka.tcp://{ActorSystemName}@{seed}"],
            // The side that sees the coordinator lives. The default, keep-majority, would let a coordinator down itself when most
            // agents vanish at once. The role counts members: a second coordinator would down everybody, so it is refused elsewhere.
            SplitBrainResolver = new StaticQuorumOption { QuorumSize = 1, Role = CoordinatorRole },
            FailureDetector = new PhiAccrualFailureDetectorOptions { AcceptableHeartbeatPause = TimeSpan.FromSeconds(10) },
        })
        .AddHocon(Common, HoconAddMode.Prepend);

    // tcp-reuse-addr lets two processes listen on one port on Linux, where the kernel then deals connections out between them; a port in
    // its closing wait can be listened on without it.
    // A node that was refused a connection tries again after a second, not five: a coordinator that restarts is found at once.
    // exit-clr and the process-exit hook are off because the process, not its actor system, decides when it ends: an agent
    // replaces a downed actor system while its trainers go on.
    private const string Common = """
        akka {
          cluster.split-brain-resolver.stable-after = 10s
          cluster.split-brain-resolver.down-all-when-unstable = off
          remote.log-frame-size-exceeding = 64000b
          remote.retry-gate-closed-for = 1s
          remote.dot-netty.tcp.tcp-reuse-addr = off
          coordinated-shutdown.exit-clr = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
          stdout-logger-class = "Sweep.Protocol.Hosting.LastResortLogger, Sweep.Protocol"
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
        }
        """;
}
