namespace Sweep.Protocol.Messages;

/// <summary>A message between an agent and the coordinator. Every one has a versioned manifest in the serializer.</summary>
public interface ISweepMessage;

/// <summary>
/// The protocol's versions. 1: register, work under leases, durable reports with acknowledgements.
/// An agent of another version is refused with a sentence that says which side to update.
/// </summary>
public static class ProtocolVersion
{
    public const int Current = 1;
}
