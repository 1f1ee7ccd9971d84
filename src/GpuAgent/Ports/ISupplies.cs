using Sweep.GpuAgent.Deciding;

namespace Sweep.GpuAgent.Ports;

/// <summary>
/// One kind of what has to be on this machine before a run can be trained and comes from the coordinator: datasets by their names, or the
/// code of programs by the SHA-256 of its packed folder.
/// </summary>
internal interface ISupplies
{
    /// <summary>Whether it is not known to be here, and whole, and may be put where such things are kept.</summary>
    bool Lacks(string name);

    /// <summary>Makes sure that it is here; what an earlier try has brought is kept. Returns at once.</summary>
    /// <param name="answer">
    /// Called once, on any thread, unless the agent ends before: done, where it is here; absent, where the coordinator lacks it as well; or
    /// failed.
    /// </param>
    void Fetch(StoreAddress from, string name, Action<StoreAnswer> answer);
}
