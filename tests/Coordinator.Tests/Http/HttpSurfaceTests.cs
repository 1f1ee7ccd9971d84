using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sweep.Coordinator.Dashboard;
using Sweep.Coordinator.Http;
using Sweep.Protocol.Keys;
using Sweep.Shared;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>Everything that a coordinator answers to over HTTP, and the least that lets one in.</summary>
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
        web.MapBlobs(null!, null!);
        web.MapLogs(null!);
        web.MapDatasets(null!);
        web.MapTokens(null!);
        web.MapLogin(null!, null!);
        web.MapJoin(null!, null!, null!);
        using var authority = CertificateAuthority.New(TimeProvider.System.GetUtcNow());
        web.MapAuthority(authority.Certificate);
        web.MapDashboard(null!, null!);
        web.MapApiDocument();

        var said = ((IEndpointRouteBuilder)web).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods
                .Select(method => $"{method} {endpoint.RoutePattern.RawText}: {Who(endpoint.Metadata.GetRequiredMetadata<Access>())}\n"))
            .Order(StringComparer.Ordinal);

        ApprovedText.Is("tests/Coordinator.Tests/Approved/endpoints.txt", string.Concat(said));
    }

    private static string Who(Access access) => access.Everyone
        ? "everyone"
        : string.Join(", ", new[] { access.Agents ? "agents" : null, access.Least?.ToString().ToLowerInvariant() }.OfType<string>());
}
