using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Files;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests;

/// <summary>A coordinator's blob store as agents see it.</summary>
internal sealed class BlobServer : IAsyncDisposable
{
    private const string Token = "some-token";
    private readonly WebApplication app;
    private int failures;

    private BlobServer(WebApplication app) => this.app = app;

    public ConcurrentDictionary<string, byte[]> Blobs { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    private readonly Received<(string Lease, string Text)> logs = new();

    /// <summary>All that has come of the log of a lease, when it is as wished.</summary>
    public async Task<string> Log(LeaseId lease, Func<string, bool> wished) =>
        Of(lease, await logs.Until(all => wished(Of(lease, all))));

    private static string Of(LeaseId lease, IEnumerable<(string Lease, string Text)> logs) =>
        string.Concat(logs.Where(log => log.Lease == lease.ToString()).Select(log => log.Text));

    public BlobClient Store { get; private set; } = null!;

    /// <summary>The next requests fail.</summary>
    public void Fail(int times) => failures = times;

    public static async Task<BlobServer> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = new BlobServer(builder.Build());
        server.app.Map("/blobs/{sha256}", server.Answer);
        server.app.MapPost("/logs/{lease}", server.Take);
        server.app.MapPost("/session", () => Results.Json(new { session = new string('5', 64) }));
        await server.app.StartAsync();
        server.Store = new(server.app.Urls.First(), Token, new());
        return server;
    }

    public ValueTask DisposeAsync()
    {
        Store.Http.Dispose();
        return app.DisposeAsync();
    }

    private async Task<IResult> Take(string lease, HttpRequest request)
    {
        if (Interlocked.Decrement(ref failures) >= 0)
            return Results.StatusCode(503);
        using var body = new StreamReader(request.Body);
        logs.Add((lease, await body.ReadToEndAsync()));
        return Results.NoContent();
    }

    private async Task<IResult> Answer(string sha256, HttpRequest request)
    {
        Requests.Enqueue($"{request.Method} {sha256}");
        if (Interlocked.Decrement(ref failures) >= 0)
            return Results.StatusCode(503);
        if (request.Headers.Authorization != $"Bearer {Token}")
            return Results.Unauthorized();
        if (request.Method != "PUT")
            return Blobs.TryGetValue(sha256, out var known) ? Results.Bytes(known) : Results.NotFound();
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (Convert.ToHexStringLower(SHA256.HashData(body.ToArray())) != sha256)
            return Results.BadRequest();
        Blobs[sha256] = body.ToArray();
        return Results.Ok();
    }
}
