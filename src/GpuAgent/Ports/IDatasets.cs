using Sweep.GpuAgent.Deciding;

namespace Sweep.GpuAgent.Ports;

/// <summary>The datasets of this machine.</summary>
internal interface IDatasets
{
    /// <summary>Whether the dataset is not here, and may be put where datasets are kept.</summary>
    bool Lacks(string dataset);

    /// <summary>
    /// Fetches a dataset from the coordinator and keeps it for all agents of this machine; what an earlier try has brought is kept. Returns
    /// at once; the answer comes once, on any thread.
    /// </summary>
    /// <param name="answer">Done, where it is here now; absent, where the coordinator lacks it as well; or failed.</param>
    void Fetch(StoreAddress from, string dataset, Action<StoreAnswer> answer);
}
