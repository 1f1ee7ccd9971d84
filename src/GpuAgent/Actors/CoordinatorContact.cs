using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Actors;

/// <summary>
/// The coordinator, as one actor system of the agent knows it: by what it has said in the agent's session, and nobody else. May be asked on
/// any thread.
/// </summary>
/// <param name="place">Its <c>host:port</c>.</param>
/// <param name="path">Of its actor.</param>
/// <param name="time">Null is the machine's.</param>
internal sealed class CoordinatorContact(string place, string path, TimeProvider? time = null)
{
    /// <summary>
    /// Less than it takes to give up a coordinator that says nothing any more: ten seconds until it is suspected, ten more until it is out
    /// of sight for good.
    /// </summary>
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(15);

    private readonly TimeProvider time = time ?? TimeProvider.System;
    private volatile bool answered;
    private volatile Uri? api;
    private long spokeAt;

    /// <summary>Base address of its HTTP API, as it has said it here; null before it has.</summary>
    public Uri? Api => api;

    public string Place => place;
    public string Path => path;

    /// <summary>Whether it has ever answered here: then it is where it is looked for.</summary>
    public bool Answered => answered;

    /// <summary>Whether it has said anything lately.</summary>
    public bool SpokeLately => Interlocked.Read(ref spokeAt) is not 0 and var at && time.GetElapsedTime(at) < Lately;

    /// <summary>It has said this, in the agent's session.</summary>
    public void Heard(ISweepMessage message)
    {
        Interlocked.Exchange(ref spokeAt, time.GetTimestamp());
        if (message is Registered welcome && Uri.TryCreate(welcome.Blobs, UriKind.Absolute, out var said))
            api = said;
        if (message is Registered or Refused)
            answered = true;
    }
}
