using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.Coordinator.Simulation;

/// <summary>A simulated model needs no data.</summary>
internal sealed class NoDatasets : IDatasets
{
    public bool Lacks(string dataset) => false;

    public void Fetch(StoreAddress from, string dataset, Action<StoreAnswer> answer) =>
        answer(new StoreAnswer.Absent("There are no datasets in a simulated lab."));
}
