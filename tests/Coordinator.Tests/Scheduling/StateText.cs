using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>The product's own text of a state, with the spaces of its sweeps, which that leaves to their trials.</summary>
internal static class StateText
{
    public static string Of(CoordinatorState state) =>
        Coordinator.Simulation.StateText.Of(state) + string.Join('\n', state.Sweeps.Select(sweep => sweep.Spec.Space));
}
