using Akka.Actor;
using Sweep.Coordinator.Coordinating;

namespace Sweep.Coordinator.Actors;

/// <summary>An actor that has said something, here or on another node.</summary>
internal sealed record ActorPeer(IActorRef Actor) : IPeer
{
    public string Node => Actor.Path.Address.ToString();

    public void Tell(object message) => Actor.Tell(message);

    public override string ToString() => Actor.Path.ToString();
}
