using Akka.Configuration;
using Akka.Event;
using Akka.Remote;

namespace Sweep.Protocol.Hosting;

/// <summary>
/// An agent's failure detector: it suspects the coordinator and never another agent. Agents need not reach each other; an agent that
/// marked
/// another one unreachable would keep everybody's membership from settling, because the cluster waits for those marks to go away.
/// </summary>
/// <remarks>
/// Made by Akka, by the name of the type, one for each node watched. Akka's registry tells a detector of this base which node that is, as
/// <see cref="PhiAccrualFailureDetector.Address"/>, before the first heartbeat.
/// </remarks>
public sealed class CoordinatorOnlyFailureDetector(Config config, EventStream events) : PhiAccrualFailureDetector(config, events)
{
    private readonly string suspects = "@" + config.GetString(ClusterSettings.SuspectsKey);

    public override bool IsAvailable => !Address.EndsWith(suspects, StringComparison.Ordinal) || base.IsAvailable;
}
