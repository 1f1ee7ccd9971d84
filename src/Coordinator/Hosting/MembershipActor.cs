using Akka.Actor;
using Akka.Cluster;
using Sweep.Coordinator.Actors;

namespace Sweep.Coordinator.Hosting;

/// <summary>Tells the coordinator which nodes the cluster has lost sight of; leases decide, membership only makes it look sooner.</summary>
internal sealed class MembershipActor : ReceiveActor
{
    private readonly Cluster _cluster = Cluster.Get(Context.System);

    public MembershipActor(IActorRef coordinator)
    {
        Receive<ClusterEvent.UnreachableMember>(lost => coordinator.Tell(new NodeLeft(lost.Member.Address)));
        Receive<ClusterEvent.MemberRemoved>(gone => coordinator.Tell(new NodeLeft(gone.Member.Address)));
    }

    public static Props Props(IActorRef coordinator) => Akka.Actor.Props.Create(() => new MembershipActor(coordinator));

    protected override void PreStart() =>
        _cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.UnreachableMember), typeof(ClusterEvent.MemberRemoved));

    protected override void PostStop() => _cluster.Unsubscribe(Self);
}
