using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Coordinating;

/// <summary>Which agent speaks, by the secret that each of its messages carries.</summary>
internal interface ISessions
{
    /// <summary>The name of the agent whose session this is, as its certificate says it; null where it is nobody's.</summary>
    string? AgentOf(string secret);

    /// <summary>How many had been opened before this one, of all agents; null where it is nobody's.</summary>
    long? OrderOf(string secret);

    /// <summary>Ends every session of an agent.</summary>
    void Close(string agent);
}

/// <summary>Tells an agent everything in its session.</summary>
internal sealed record SessionPeer(IPeer Peer, string Session) : IPeer
{
    /// <summary>Whether it takes several acknowledgements in one message.</summary>
    public bool TakesTogether { get; init; }

    public string Node => Peer.Node;

    public void Tell(object message) => Peer.Tell(message is ISweepMessage said ? new InSession(Session, said) : message);

    /// <summary>Keeps the secret out of logs.</summary>
    public override string ToString() => Peer.ToString()!;
}
