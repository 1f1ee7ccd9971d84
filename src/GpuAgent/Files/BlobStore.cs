using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Sweep.Experiments.Running;

namespace Sweep.GpuAgent.Files;

/// <summary>The coordinator's checkpoints over HTTP, as its last welcome described them.</summary>
internal sealed record BlobStore(string Address, string Token)
{
    // The coordinator is on this machine or in this lab: a proxy for the world outside would only stand in the way.
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(10) })
    {
        Timeout = TimeSpan.FromMinutes(10),
    };

    public async Task<bool> Has(string sha256, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Head, sha256);
        using var response = await Http.SendAsync(request, cancellation);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return false;
        response.EnsureSuccessStatusCode();
        return true;
    }

    public async Task Put(string sha256, string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        using var request = Request(HttpMethod.Put, sha256);
        request.Content = new StreamContent(file) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };
        using var response = await Http.SendAsync(request, cancellation);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>Fetches a checkpoint into a file of its own; what arrives is what was asked for, or an exception.</summary>
    /// <exception cref="HttpRequestException">With status NotFound where the coordinator does not have it.</exception>
    public async Task Get(CheckpointReference checkpoint, string target, CancellationToken cancellation)
    {
        using var request = Request(HttpMethod.Get, checkpoint.Sha256);
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        await using (var body = await response.Content.ReadAsStreamAsync(cancellation))
        await using (var file = File.Create(target))
            await body.CopyToAsync(file, cancellation);
        await using var written = File.OpenRead(target);
        var sha256 = Convert.ToHexStringLower(await SHA256.HashDataAsync(written, cancellation));
        if (sha256 != checkpoint.Sha256)
            throw new IOException($"Checkpoint {checkpoint.Sha256} arrived as {sha256}.");
    }

    private HttpRequestMessage Request(HttpMethod method, string sha256)
    {
        var request = new HttpRequestMessage(method, new Uri($"{Address.TrimEnd('/')}/blobs/{sha256}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return request;
    }
}
