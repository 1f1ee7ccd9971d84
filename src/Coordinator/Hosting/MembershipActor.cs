using Akka.Actor;
using Akka.Cluster;
using Serilog;
using Sweep.Coordinator.Coordinating;
using Sweep.Protocol.Hosting;
using ClusterSettings = Sweep.Protocol.Hosting.ClusterSettings;

namespace Sweep.Coordinator.Hosting;

/// <summary>
/// Watches who belongs to the cluster. Leases decide about work, so little follows from membership: there is one coordinator, so a node
/// that joins and calls itself another one is taken out again, and so is that of an agent which a person has removed; and a node that took
/// its leave has no agent any more, so nobody need wait a lease to be told.
/// </summary>
internal sealed class MembershipActor : ReceiveActor
{
    private readonly Cluster cluster = Cluster.Get(Context.System);

    public MembershipActor(IActorRef coordinator, ILogger log)
    {
        Receive<ClusterEvent.MemberRemoved>(
            what => what.PreviousStatus == MemberStatus.Exiting, what => coordinator.Tell(new NodeLeft(what.Member.Address.ToString())));
        Receive<ClusterEvent.IMemberEvent>(
            what => IsAnotherCoordinator(what.Member),
            what =>
            {
                log.Warning(
                    "A node at {Address} calls itself a coordinator of this cluster; there is one only, so it is taken out",
                    what.Member.Address);
                cluster.Down(what.Member.Address);
            });
        Receive<AgentDismissed>(what => cluster.Down(Address.Parse(what.Node)));
        ReceiveAny(_ => { });
    }

    public static Props Props(IActorRef coordinator, ILogger log) =>
        Akka.Actor.Props.Create(() => new MembershipActor(coordinator, log.ForContext<MembershipActor>()));

    protected override void PreStart()
    {
        Context.System.EventStream.Subscribe(Self, typeof(AgentDismissed));
        cluster.Subscribe(Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
    }

    protected override void PostStop() => cluster.Unsubscribe(Self);

    private bool IsAnotherCoordinator(Member member) => member.HasRole(ClusterSettings.CoordinatorRole)
        && member.UniqueAddress != cluster.SelfUniqueAddress
        && member.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up;
}
