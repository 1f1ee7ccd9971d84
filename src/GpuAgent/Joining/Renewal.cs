using Sweep.GpuAgent.Files;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Joining;

/// <summary>
/// Renews the agent's certificate when two thirds of its time are over: by itself where it can, else by the coordinator, to which the
/// certificate of now is shown.
/// </summary>
internal sealed class Renewal(AgentKeys keys, KeyFiles files, string agent, CoordinatorHttp http, TimeProvider clock)
{
    /// <param name="shown">The keys of now.</param>
    /// <param name="coordinator">Base address of its HTTP API; null where it has not said it yet.</param>
    /// <returns>Whether the agent has other keys from here on.</returns>
    /// <exception cref="HttpRequestException">The coordinator does not answer; there is a month left to ask again.</exception>
    public async Task<bool> Look(NodeKeys shown, Uri? coordinator, CancellationToken cancellation)
    {
        if (!AgentCertificates.IsDue(shown.Own, clock.GetUtcNow()))
            return false;
        if (keys.Now() is { } own && own.Own.SerialNumber != shown.Own.SerialNumber)
            return true;
        if (coordinator is null)
            return false;
        await JoinClient.Renew(http.Client, coordinator, shown.Trust.Authority, files, agent, cancellation);
        return true;
    }
}
