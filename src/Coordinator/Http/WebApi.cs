using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Serilog;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>
/// The coordinator's HTTP side, over TLS only: API and blobs behind the door, health and the authority's certificate in front of it.
/// </summary>
internal static class WebApi
{
    private static readonly TimeSpan RequestsMayEnd = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan HeadersMayTake = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection without a request stays; clients of ours close theirs after a minute.</summary>
    private static readonly TimeSpan IdleMayLast = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan HandshakesMayTake = TimeSpan.FromSeconds(10);

    /// <summary>Of all that is sent as JSON; a sweep's file has at most 1 MB. Blobs have a bound of their own.</summary>
    private const long MostBody = 8 * 1024 * 1024;

    private const int MostHeaders = 64;
    private const int MostHeaderBytes = 16 * 1024;

    /// <param name="more">What rooms above this one serve beside the API.</param>
    public static async Task<WebApplication> Start(
        IPEndPoint endpoint, ICoordinator coordinator, IDrain drain, IUpkeep upkeep, BackupPlace backups, BlobStore blobs, BlobQuota quota,
        RunLogs logs,
        OfferedDatasets datasets, HomeKeys homeKeys, TokenBook tokens, LoginBook logins, ITokens givenOut, Reception reception,
        Func<DismissAgent, CancellationToken, Task> dismiss, Health health,
        Supervision supervision, Action<IEndpointRouteBuilder> more, ILogger log, CancellationToken cancellation)
    {
        var connections = ConnectionLimit.OfThisProcess();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = connections;
            kestrel.Limits.RequestHeadersTimeout = HeadersMayTake;
            kestrel.Limits.KeepAliveTimeout = IdleMayLast;
            kestrel.Limits.MaxRequestBodySize = MostBody;
            kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
            kestrel.Limits.MaxRequestHeadersTotalSize = MostHeaderBytes;
            kestrel.Limits.Http2.MaxStreamsPerConnection = RequestLimit.OfAConnection;
            kestrel.Limits.Http2.MaxRequestHeaderFieldSize = MostHeaderBytes;
            kestrel.Listen(endpoint, listening =>
            {
                // A browser opens six connections to an address at most, and each open page keeps one of HTTP/1 for itself.
                listening.Protocols = HttpProtocols.Http1AndHttp2;
                listening.UseHttps(Tls(homeKeys.Own));
            });
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddApiDocument();
        // What is compressed says no secret beside words of others, from whose length it could be guessed.
        builder.Services.AddResponseCompression(compression => compression.EnableForHttps = true);
        builder.Services.AddSerilog(log);
        builder.Services.AddSingleton<Problems>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = RequestsMayEnd);
        var web = builder.Build();
        web.Use(new RequestLimit(connections).Check);
        web.UseResponseCompression();
        web.Use(web.Services.GetRequiredService<Problems>().Answer);
        web.Use(Unkept);
        web.UseRouting();
        web.Use(new Door(tokens, logins, homeKeys.Trust, new(TimeProvider.System)).Check);
        web.MapCoordinator(coordinator, drain, health);
        web.MapHealth(supervision.Pulse, supervision.Disk);
        web.MapMetrics(supervision.Metrics, coordinator);
        web.MapUpkeep(upkeep, backups);
        web.MapBlobs(blobs, quota);
        web.MapLogs(logs);
        web.MapDatasets(datasets);
        web.MapTokens(givenOut);
        web.MapLogin(logins, new(TimeProvider.System));
        web.MapJoin(reception, new(TimeProvider.System), dismiss);
        web.MapAuthority(homeKeys.Authority.Certificate);
        web.MapApiDocument();
        more(web);
        web.MapFallback(context => Problems.Write(
            context, (int)HttpStatusCode.NotFound, $"The coordinator has nothing at {context.Request.Method} {context.Request.Path}."))
            .For(Role.Read);
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

    /// <summary>
    /// Every certificate, and none, passes the handshake: the door judges it at each request, and can say in a sentence what is wrong
    /// with it.
    /// </summary>
    private static HttpsConnectionAdapterOptions Tls(X509Certificate2 own) => new()
    {
        ServerCertificate = own,
        SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        HandshakeTimeout = HandshakesMayTake,
        ClientCertificateMode = ClientCertificateMode.AllowCertificate,
        ClientCertificateValidation = (_, _, _) => true,
    };

    /// <summary>No browser or proxy on the way keeps an answer, or takes it for something else than it says.</summary>
    private static Task Unkept(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return next(context);
    }
}
