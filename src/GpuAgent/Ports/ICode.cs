using Sweep.GpuAgent.Deciding;

namespace Sweep.GpuAgent.Ports;

/// <summary>The code of programs on this machine, unpacked and read-only.</summary>
internal interface ICode
{
    /// <summary>Whether this process does not know yet that the code is here, and whole.</summary>
    /// <param name="sha256">Of the packed folder.</param>
    bool Lacks(string sha256);

    /// <summary>Makes sure that the code is here. Returns at once.</summary>
    /// <param name="answer">
    /// Called once, on any thread: done, where it is; absent, where the coordinator lacks it as well; or failed.
    /// </param>
    void Fetch(StoreAddress from, string sha256, Action<StoreAnswer> answer);
}
