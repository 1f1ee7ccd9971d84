using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Actors;
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.GpuAgent.Actors;

/// <summary>Tells the agent's actor when a coordinator joins the cluster or comes back into reach. Membership decides nothing else here.</summary>
internal sealed class CoordinatorWatch : ReceiveActor
{
    public CoordinatorWatch(IActorRef agent, Microsoft.Extensions.Logging.ILogger log)
    {
        Receive<ClusterEvent.MemberUp>(IsCoordinator, _ => agent.Tell(AgentActor.CoordinatorUp.Instance));
        Receive<ClusterEvent.ReachableMember>(IsCoordinator, _ => agent.Tell(AgentActor.CoordinatorUp.Instance));
        Receive<ClusterEvent.UnreachableMember>(IsCoordinator, _ => log.LogWarning("The coordinator is out of reach; trainers go on, and their reports wait"));
        ReceiveAny(_ => { });
    }

    protected override void PreStart() => Cluster.Get(Context.System).Subscribe(
        Self, ClusterEvent.InitialStateAsEvents, typeof(ClusterEvent.MemberUp), typeof(ClusterEvent.ReachabilityEvent));

    protected override void PostStop() => Cluster.Get(Context.System).Unsubscribe(Self);

    private static bool IsCoordinator(ClusterEvent.IMemberEvent what) => what.Member.HasRole(ClusterSettings.CoordinatorRole);

    private static bool IsCoordinator(ClusterEvent.ReachabilityEvent what) => what.Member.HasRole(ClusterSettings.CoordinatorRole);
}
