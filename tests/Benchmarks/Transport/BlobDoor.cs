using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Sweep.Coordinator.Storage;
using Sweep.Protocol.Keys;

namespace Sweep.Benchmarks.Transport;

/// <summary>The blob store behind Kestrel, with TLS and client certificates as the coordinator has them, or without.</summary>
internal sealed class BlobDoor : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly HttpClient client;

    private BlobDoor(WebApplication web, HttpClient client) => (this.web, this.client) = (web, client);

    public static async Task<BlobDoor> Open(BlobStore blobs, (NodeKeys Coordinator, NodeKeys Agent)? keys)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (keys is { } shown)
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = shown.Coordinator.Own;
                    https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                    https.ClientCertificateValidation = (certificate, _, _) => shown.Coordinator.Trust.Check(certificate) is not null;
                });
        }));
        var web = builder.Build();
        web.MapPut("/{name}", async (string name, HttpContext context) => await blobs.Put(name, context.Request.Body, context.RequestAborted));
        web.MapGet("/{name}", (string name) => Results.Stream(blobs.Open(name)!));
        await web.StartAsync();
        var handler = keys is { } own ? CoordinatorHandler.For(own.Agent.Trust, own.Agent.Own) : new SocketsHttpHandler();
        return new(web, new HttpClient(handler) { BaseAddress = new(web.Urls.First()) });
    }

    /// <summary>Stores and fetches blobs, each of other content, one after the other.</summary>
    /// <returns>Millions of bytes per second, there and back.</returns>
    public async Task<(double Put, double Get)> Carry(int blobs, int bytes)
    {
        var content = Enumerable.Range(0, blobs).Select(_ => RandomNumberGenerator.GetBytes(bytes)).ToList();
        var names = content.Select(blob => Convert.ToHexStringLower(SHA256.HashData(blob))).ToList();
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < blobs; i++)
            (await client.PutAsync(new Uri(names[i], UriKind.Relative), new ByteArrayContent(content[i]))).EnsureSuccessStatusCode();
        var put = Stopwatch.GetElapsedTime(began);
        began = Stopwatch.GetTimestamp();
        foreach (var name in names)
            if ((await client.GetByteArrayAsync(new Uri(name, UriKind.Relative))).Length != bytes)
                throw new InvalidOperationException($"Blob {name} came back cut off.");
        return ((long)blobs * bytes / 1e6 / put.TotalSeconds, (long)blobs * bytes / 1e6 / Stopwatch.GetElapsedTime(began).TotalSeconds);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await web.DisposeAsync();
    }
}
