using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Files;

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
