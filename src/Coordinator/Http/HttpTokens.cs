using System.Collections.Immutable;
using System.Net.Http.Json;
using Sweep.Coordinator.Homes;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>The tokens of a coordinator in another process.</summary>
internal sealed class HttpTokens(HttpCoordinator coordinator) : ITokens
{
    public Task<NewToken> Add(TokenRequest request, CancellationToken cancellation) => Answer<NewToken>(
        new(HttpMethod.Post, TokenEndpoints.Path) { Content = JsonContent.Create(request, options: StrictJson.Options) }, cancellation);

    public Task<ImmutableArray<TokenView>> List(CancellationToken cancellation) =>
        Answer<ImmutableArray<TokenView>>(new(HttpMethod.Get, TokenEndpoints.Path), cancellation);

    public async Task Remove(string name, CancellationToken cancellation) =>
        (await coordinator.Send(new(HttpMethod.Delete, $"{TokenEndpoints.Path}/{Uri.EscapeDataString(name)}"), cancellation)).Dispose();

    /// <summary>As whom the coordinator takes the token that this client has.</summary>
    public Task<Bearer> WhoAmI(CancellationToken cancellation) => Answer<Bearer>(new(HttpMethod.Get, TokenEndpoints.OwnPath), cancellation);

    private async Task<T> Answer<T>(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var response = await coordinator.Send(request, cancellation);
        return (await response.Content.ReadFromJsonAsync<T>(StrictJson.Options, cancellation))!;
    }
}
