using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Scheduling;

/// <summary>The end of an attempt, with what of its surroundings it is judged by.</summary>
/// <param name="Incarnation">The agent's latest.</param>
internal sealed record EndedAttempt(RunId Run, string Agent, Guid Incarnation, Outcome Outcome, DateTimeOffset At)
{
    /// <summary>Whether a bad configuration is the agent's own: another agent trains the sweep, or may.</summary>
    public bool AgentsOwn { get; init; }

    /// <summary>Whether its agent is in quarantine.</summary>
    public bool InQuarantine { get; init; }

    /// <summary>Whether another run is trained on its device.</summary>
    public bool SharesDevice { get; init; }
}
