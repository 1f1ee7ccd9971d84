using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sweep.Coordinator.Http;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>Everything that a coordinator answers to over HTTP.</summary>
public sealed class HttpSurfaceTests
{
    [Fact]
    public async Task EveryEndpoint_IsAsApproved()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRoutingCore();
        await using var web = builder.Build();
        web.MapCoordinator(null!, null!, null!);
        web.MapUpkeep(null!, null!);
        web.MapHealth(null!, null!);
        web.MapMetrics(null!, null!);
        web.MapBlobs(null!);
        web.MapDatasets(null!);

        var said = ((IEndpointRouteBuilder)web).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText}\n"))
            .Order(StringComparer.Ordinal);

        ApprovedText.Is("tests/Coordinator.Tests/Approved/endpoints.txt", string.Concat(said));
    }
}
