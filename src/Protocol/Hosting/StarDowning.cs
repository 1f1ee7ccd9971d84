using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// Who is taken out of the cluster, and by whom. The lab is a star: the coordinator downs an agent that it does not see itself; an agent
/// that
/// does not see the coordinator downs itself, which makes room for a new actor system of its process. What agents observe of each other
/// counts for nothing.
/// </summary>
/// <remarks>Made by Akka, by the name of the type: the constructor's parameters are Akka's.</remarks>
public sealed class StarDowning(ActorSystem system, Cluster cluster) : IDowningProvider
{
    /// <summary>How long a node is out of sight, after the failure detector has lost it, before it is downed.</summary>
    internal static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(10);

    /// <summary>Serves what is handed over between nodes when one is removed; nothing is.</summary>
    public TimeSpan DownRemovalMargin => TimeSpan.Zero;

    public Props DowningActorProps
    {
        get
        {
            var config = system.Settings.Config;
            var coordinator = config.GetString(ClusterSettings.CoordinatorKey);
            var stableAfter = config.GetTimeSpan(ClusterSettings.StableAfterKey, StableAfter);
            return Props.Create(() => new StarDowningActor(cluster, coordinator, stableAfter, TimeProvider.System));
        }
    }
}

/// <summary>Published on the event stream of an agent's actor system that downs itself.</summary>
/// <param name="Coordinator"><c>host:port</c>.</param>
public sealed record CoordinatorOutOfSight(string Coordinator);

internal sealed class StarDowningActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(5);

    private readonly Cluster cluster;
    private readonly string coordinator;
    private readonly TimeProvider time;
    private readonly long startedAt;
    private readonly Sightings<Address> sightings;
    private readonly ILoggingAdapter log = Context.GetLogger();

    /// <param name="coordinator"><c>host:port</c>, as the coordinator itself spells it.</param>
    public StarDowningActor(Cluster cluster, string coordinator, TimeSpan stableAfter, TimeProvider time)
    {
        (this.cluster, this.coordinator, this.time) = (cluster, coordinator, time);
        startedAt = time.GetTimestamp();
        sightings = new(stableAfter, LongestGap);
        Receive<Look>(_ =>
        {
            if (cluster.SelfRoles.Contains(ClusterSettings.CoordinatorRole))
                DownUnseenAgents();
            else
                DownSelfWithoutCoordinator();
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Now, LookEvery);

    private void DownUnseenAgents()
    {
        var unseen = cluster.State.Members
            .Where(member => member.Status is not (MemberStatus.Down or MemberStatus.Removed))
            .Select(member => member.Address)
            .Where(address => address != cluster.SelfAddress && !cluster.FailureDetector.IsAvailable(address));
        foreach (var agent in sightings.Look(time.GetElapsedTime(startedAt), [.. unseen]))
        {
            log.Info("Agent at {0} has been out of sight and is taken out of the cluster", agent);
            cluster.Down(agent);
        }
    }

    /// <summary>
    /// A coordinator that has left is out of sight as well: the agents that it leaves behind are no cluster, and join it anew when it is
    /// back.
    /// </summary>
    private void DownSelfWithoutCoordinator()
    {
        var members = cluster.State.Members;
        var joined = members.Any(member => member.Address == cluster.SelfAddress);
        var seen = members.Any(member =>
            ClusterSettings.IsAt(coordinator, member.Address) && cluster.FailureDetector.IsAvailable(member.Address));
        if (sightings.Look(time.GetElapsedTime(startedAt), joined && !seen ? [cluster.SelfAddress] : []).Count == 0)
            return;
        log.Info("The coordinator at {0} has been out of sight; this agent leaves the cluster to join it anew", coordinator);
        Context.System.EventStream.Publish(new CoordinatorOutOfSight(coordinator));
        cluster.Down(cluster.SelfAddress);
    }

    private sealed class Look : INoSerializationVerificationNeeded
    {
        public static readonly Look Now = new();
    }
}
