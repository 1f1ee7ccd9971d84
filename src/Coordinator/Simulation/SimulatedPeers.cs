using Sweep.Coordinator.Coordinating;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Simulation;

/// <summary>An agent as the coordinator sees it, by one connection: who comes back by another is another.</summary>
internal sealed class AgentPeer(SimulatedLab lab, SimulatedAgent agent, int line) : IPeer
{
    public string Node { get; } = FormattableString.Invariant($"{agent.Name}/{line}");

    public void Tell(object message)
    {
        if (!lab.Coordinator.Told(message is InSession said ? said.Message : message, agent.Name))
            return;
        var restores = lab.Coordinator.Restores;
        lab.Network.Carry(SimulatedNetwork.Coordinator, agent.Number, () => agent.Hear((ISweepMessage)message, line, restores));
    }

    public override string ToString() => Node;
}

/// <summary>Somebody who gives commands and asks.</summary>
internal sealed class ClientPeer(SimulatedLab lab) : IPeer
{
    public string Node => "client";

    /// <summary>What he was answered last.</summary>
    public object? Answer { get; private set; }

    public void Tell(object message)
    {
        if (!lab.Coordinator.Told(message, Node))
            return;
        Answer = message;
        lab.Trail.Say(() => $"client is answered {message}");
    }

    public override string ToString() => Node;
}

/// <summary>Somebody who says what he likes and listens to nothing.</summary>
internal sealed class StrangerPeer(SimulatedLab lab) : IPeer
{
    public string Node => "stranger";

    public void Tell(object message) => lab.Coordinator.Told(message is InSession said ? said.Message : message, Node);

    public override string ToString() => Node;
}
