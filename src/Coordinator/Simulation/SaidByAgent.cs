using System.Collections.Immutable;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Simulation;

/// <summary>A message of an agent on its way, with what is known about it that it does not say.</summary>
/// <param name="Restores">How often the coordinator's home had been restored when the agent registered with it.</param>
/// <param name="Holds">Of a heartbeat: the leases that the agent trained under, or had to report for, when it said it.</param>
internal sealed record SaidByAgent(ISweepMessage Message, int Restores, ImmutableArray<LeaseId> Holds)
{
    public override string ToString() => $"{Message}";
}
