using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Sweep.Coordinator.Hosting.Upkeep;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Http;

/// <summary>The coordinator's HTTP side: API and blobs behind the token, health in front of it.</summary>
internal static class WebApi
{
    private static readonly TimeSpan RequestsMayEnd = TimeSpan.FromSeconds(5);

    public static async Task<WebApplication> Start(
        IPEndPoint endpoint, ICoordinator coordinator, Func<CancellationToken, Task> drain, IUpkeep upkeep, BlobStore blobs, string token, HealthAnswer health, ILogger log, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(endpoint);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddResponseCompression();
        builder.Services.AddSerilog(log);
        builder.Services.AddSingleton<Problems>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = RequestsMayEnd);
        var web = builder.Build();
        web.UseResponseCompression();
        web.Use(web.Services.GetRequiredService<Problems>().Answer);
        web.Use(new BearerToken(token).Check);
        web.UseRouting();
        web.MapCoordinator(coordinator, drain, health);
        web.MapUpkeep(upkeep);
        web.MapBlobs(blobs);
        web.MapFallback(context => Problems.Write(context, (int)HttpStatusCode.NotFound, $"The coordinator has nothing at {context.Request.Method} {context.Request.Path}."));
        try
        {
            await web.StartAsync(cancellation);
            return web;
        }
        catch
        {
            await web.DisposeAsync();
            throw;
        }
    }
}
