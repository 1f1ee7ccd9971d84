using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;

namespace Sweep.Coordinator.Simulation;

/// <summary>A simulated model needs no code.</summary>
internal sealed class NoCode : ICode
{
    public bool Lacks(string sha256) => false;

    public void Fetch(StoreAddress from, string sha256, Action<StoreAnswer> answer) =>
        answer(new StoreAnswer.Absent("There are no programs in a simulated lab."));
}
