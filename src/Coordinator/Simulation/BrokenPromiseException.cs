namespace Sweep.Coordinator.Simulation;

/// <summary>Something that must hold in every lab does not hold in this one.</summary>
/// <param name="promise">What must hold.</param>
internal sealed class BrokenPromiseException(string promise, string what, Exception? cause = null) : Exception(what, cause)
{
    public string Promise => promise;
}
