using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>The coordinator's HTTP side: API and blobs behind the token, health in front of it.</summary>
internal static class WebApi
{
    private static readonly TimeSpan RequestsMayEnd = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan HeadersMayTake = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection without a request stays; clients of ours close theirs after a minute.</summary>
    private static readonly TimeSpan IdleMayLast = TimeSpan.FromSeconds(75);

    public static async Task<WebApplication> Start(
        IPEndPoint endpoint, ICoordinator coordinator, IDrain drain, IUpkeep upkeep, BackupPlace backups, BlobStore blobs,
        OfferedDatasets datasets, DoorKeys keys, Health health, Supervision supervision, ILogger log, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = ConnectionLimit.OfThisProcess();
            kestrel.Limits.RequestHeadersTimeout = HeadersMayTake;
            kestrel.Limits.KeepAliveTimeout = IdleMayLast;
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
        web.Use(Unkept);
        web.Use(new BearerToken(keys).Check);
        web.UseRouting();
        web.MapCoordinator(coordinator, drain, health);
        web.MapHealth(supervision.Pulse, supervision.Disk);
        web.MapMetrics(supervision.Metrics, coordinator);
        web.MapUpkeep(upkeep, backups);
        web.MapBlobs(blobs);
        web.MapDatasets(datasets);
        web.MapFallback(context => Problems.Write(
            context, (int)HttpStatusCode.NotFound, $"The coordinator has nothing at {context.Request.Method} {context.Request.Path}."));
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

    /// <summary>No browser or proxy on the way keeps an answer, or takes it for something else than it says.</summary>
    private static Task Unkept(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }
}
