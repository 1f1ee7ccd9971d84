using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;

namespace Sweep.Protocol.Hosting;

/// <summary>Makes the transport of every node. Made by Akka, by the name of the type.</summary>
public sealed class StarTransportProvider : ITransportAdapterProvider
{
    public Transport Create(Transport wrappedTransport, ExtendedActorSystem system) => new StarTransport(wrappedTransport, system);
}

/// <summary>
/// Who calls whom: agents call the coordinator, and the coordinator answers on the connection on which it was called. Nobody else is called
/// by anybody, so agents need nothing but a way to the coordinator, whatever firewalls stand before them.
/// </summary>
/// <remarks>
/// Akka ends an actor system that has called somebody who cannot show a certificate that is believed. The addresses of agents are their own
/// word: a coordinator that called them would end when somebody else has the port of an agent that is gone.
/// </remarks>
internal sealed class StarTransport : Transport
{
    private readonly Transport wrapped;
    private readonly string? coordinator;

    public StarTransport(Transport wrapped, ExtendedActorSystem system)
    {
        this.wrapped = wrapped;
        System = system;
        Config = system.Settings.Config;
        SchemeIdentifier = wrapped.SchemeIdentifier;
        MaximumPayloadBytes = wrapped.MaximumPayloadBytes;
        coordinator = Config.GetString(ClusterSettings.CallsKey, "") is { Length: > 0 } place ? place : null;
    }

    public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen() => wrapped.Listen();

    public override bool IsResponsibleFor(Address remote) => wrapped.IsResponsibleFor(remote);

    public override Task<AssociationHandle> Associate(Address remoteAddress) =>
        coordinator is not null && ClusterSettings.IsAt(coordinator, remoteAddress)
            ? wrapped.Associate(remoteAddress)
            : Task.FromException<AssociationHandle>(
                new InvalidAssociationException(
                    $"{remoteAddress} is not called: in this lab agents call the coordinator, and nobody else."));

    public override Task<bool> Shutdown() => wrapped.Shutdown();

    public override Task<bool> ManagementCommand(object message) => wrapped.ManagementCommand(message);
}
