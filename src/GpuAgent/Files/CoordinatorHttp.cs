using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Files;

/// <summary>
/// HTTPS to the coordinator, and to nobody else, with the certificate that the agent has now. What is under way goes on with the one that
/// it began with.
/// </summary>
internal sealed class CoordinatorHttp : IDisposable
{
    private volatile HttpClient? client;

    /// <exception cref="HttpRequestException">The agent has no keys yet.</exception>
    public HttpClient Client => client ?? throw new HttpRequestException("This agent has no keys of a lab yet.");

    public void Use(NodeKeys keys) => client = new(CoordinatorHandler.For(keys.Trust, keys.Own))
    {
        // What a large checkpoint takes on a slow link is nobody's to know: a transfer is given up when it stands still.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => client?.Dispose();
}
