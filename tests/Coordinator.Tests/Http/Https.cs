using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Tests;

/// <summary>Clients of a coordinator that believe its home's authority and nobody else, as those of people and agents do.</summary>
internal static class Https
{
    public static HttpClient To(CoordinatorHost host, string? token = null, X509Certificate2? own = null) => new(CoordinatorHandler.For(TrustOf(host), own))
    {
        BaseAddress = host.Http,
        DefaultRequestHeaders = { Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token) },
    };

    public static HttpCoordinator Coordinator(CoordinatorHost host, string? token = null) => new(host.Http, token ?? host.Token, TrustOf(host));

    public static PeerTrust TrustOf(CoordinatorHost host) => host.Address.Trust()!;
}
