using Sweep.Experiments.Running;
using Sweep.GpuAgent.Deciding;

namespace Sweep.GpuAgent.Ports;

/// <summary>
/// The coordinator over HTTP: its checkpoints, and the sessions that it gives for a certificate. Returns at once; every answer comes once,
/// on any thread.
/// </summary>
internal interface IStore
{
    /// <param name="coordinator">Base address of its HTTP API.</param>
    void OpenSession(string coordinator, Action<SessionAnswer> answer);

    /// <param name="answer">Done or absent, or failed.</param>
    void Has(StoreAddress at, string sha256, Action<StoreAnswer> answer);

    /// <param name="path">The file, which its owner may take away meanwhile: then the answer is a failure.</param>
    /// <param name="sent">Told how many bytes of the file have gone out so far.</param>
    /// <param name="answer">Done or refused, or failed.</param>
    void Put(StoreAddress at, string sha256, string path, Action<long> sent, Action<StoreAnswer> answer);

    /// <summary>Fetches a checkpoint into a file of its own.</summary>
    /// <param name="answer">Done, where what arrived is what was asked for; absent; or failed.</param>
    /// <returns>Calls it off; what is written then is nobody's.</returns>
    Action Get(StoreAddress at, CheckpointReference checkpoint, string target, Action<StoreAnswer> answer);
}
