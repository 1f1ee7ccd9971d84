using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Ports;

/// <summary>One way to the coordinator, for as long as it lasts. Nothing said here is known to arrive.</summary>
internal interface ICoordinatorLine
{
    /// <summary>The coordinator's <c>host:port</c>.</summary>
    string Place { get; }

    void Say(ISweepMessage message);

    /// <summary>
    /// From here on says this again and again, in place of what it said before, first after one interval: by a timer of its own, so that a
    /// disk that holds the agent up costs no lease.
    /// </summary>
    void KeepSaying(ISweepMessage heartbeat, TimeSpan every);

    /// <summary>The coordinator has said this on it. What anybody else says is never told here.</summary>
    void Heard(ISweepMessage message);
}
