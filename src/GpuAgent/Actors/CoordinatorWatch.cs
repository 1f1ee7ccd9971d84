using Akka.Actor;
using Akka.Cluster;
using Akka.Remote;
using Microsoft.Extensions.Logging;
using Sweep.Protocol.Hosting;
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.GpuAgent.Actors;

/// <summary>
/// Tells the agent's actor when the coordinator joins the cluster or comes back into reach, and the agent's host when this actor system
/// is of no
/// use any more. Membership decides nothing else here.
/// </summary>
internal sealed class CoordinatorWatch : ReceiveActor
{
    private readonly IActorRef agent;
    private readonly Cluster cluster = Cluster.Get(Context.System);
    private readonly string coordinator;

    /// <param name="useless">Is given the reason.</param>
    public CoordinatorWatch(
        IActorRef agent, CoordinatorContact contact, Action<SystemEnd> useless, Microsoft.Extensions.Logging.ILogger log)
    {
        (this.agent, coordinator) = (agent, contact.Place);
        Receive<ClusterEvent.MemberUp>(what => IsCoordinator(what.Member), _ => agent.Tell(AgentActor.CoordinatorUp.Instance));
        Receive<ClusterEvent.ReachableMember>(what => IsCoordinator(what.Member), _ => agent.Tell(AgentActor.CoordinatorUp.Instance));
        Receive<ClusterEvent.UnreachableMember>(
            what => IsCoordinator(what.Member) && !cluster.FailureDetector.IsAvailable(what.Member.Address),
            _ => log.LogWarning("The coordinator is out of reach; trainers go on, and their reports wait"));
        // A coordinator that started anew is another node in a cluster of its own: it is heard, and not seen in this one.
        Receive<CoordinatorOutOfSight>(_ => useless(contact.SpokeLately ? SystemEnd.CoordinatorAnew : SystemEnd.OutOfSight));
        // The coordinator's node closes every connection of a node that it has taken out of the cluster, so nothing that is said here is
        // heard any more.
        Receive<ThisActorSystemQuarantinedEvent>(
            what => ClusterSettings.IsAt(coordinator, what.RemoteAddress), _ => useless(SystemEnd.Quarantined));
        Receive<Terminated>(_ => useless(SystemEnd.ActorEnded));
        ReceiveAny(_ => { });
    }

    protected override void PreStart()
    {
        Context.Watch(agent);
        Context.System.EventStream.Subscribe(Self, typeof(CoordinatorOutOfSight));
        Context.System.EventStream.Subscribe(Self, typeof(ThisActorSystemQuarantinedEvent));
        cluster.Subscribe(Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberUp), typeof(ClusterEvent.ReachabilityEvent));
    }

    protected override void PostStop() => cluster.Unsubscribe(Self);

    private bool IsCoordinator(Member member) => ClusterSettings.IsAt(coordinator, member.Address);
}

/// <summary>Why an actor system of the agent makes room for the next.</summary>
internal enum SystemEnd
{
    /// <summary>It ended by itself: the cluster has taken it out, and it was told.</summary>
    Dropped,

    /// <summary>It ended by itself before anybody had answered: Akka ends one whose handshake fails.</summary>
    NotLetIn,

    /// <summary>The coordinator was not seen for so long that the agent took itself out.</summary>
    OutOfSight,

    /// <summary>The coordinator was started anew, and with it the cluster: the agent leaves what is left of the old one.</summary>
    CoordinatorAnew,

    /// <summary>The cluster has taken it out, and it was not told.</summary>
    Quarantined,

    /// <summary>The coordinator is elsewhere, or goes by another name.</summary>
    Moved,

    /// <summary>It shows a certificate in whose place the agent has another.</summary>
    Renewed,

    /// <summary>Nobody speaks for the agent any more.</summary>
    ActorEnded,
}
