using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.Coordinator.Simulation;

/// <summary>A simulated model needs no data and no code.</summary>
internal sealed class NoSupplies : ISupplies
{
    public bool Lacks(string name) => false;

    public void Fetch(StoreAddress from, string name, Action<StoreAnswer> answer) =>
        answer(new StoreAnswer.Absent("There are no datasets and no programs in a simulated lab."));
}
