using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Files;

namespace Sweep.GpuAgent.Files;

/// <summary>The coordinator's checkpoints over HTTP, as its last welcome described them.</summary>
internal sealed record BlobClient(string Address, string Token, HttpClient Http)
{
    /// <summary>
    /// A transfer in which not a byte moves for so long is given up. The coordinator reads a whole blob before it answers for it.
    /// </summary>
    private static readonly TimeSpan Standstill = TimeSpan.FromMinutes(2);

    private const int MostProblem = 16 * 1024;

    public async Task<bool> Has(string sha256, CancellationToken cancellation)
    {
        using var movement = new Movement(Standstill, cancellation);
        using var request = Request(HttpMethod.Head, sha256);
        using var response = await movement.Watch(moving => Http.SendAsync(request, moving));
        if (response.StatusCode == HttpStatusCode.NotFound)
            return false;
        await Succeeded(response, cancellation);
        return true;
    }

    /// <param name="sent">Told how many bytes of the file have gone out so far.</param>
    public async Task Put(string sha256, string path, Action<long> sent, CancellationToken cancellation)
    {
        using var movement = new Movement(Standstill, cancellation);
        await using var file = File.OpenRead(path);
        using var request = Request(HttpMethod.Put, sha256);
        request.Content = new FileContent(file, bytes =>
        {
            movement.Moved();
            sent(bytes);
        });
        using var response = await movement.Watch(moving => Http.SendAsync(request, moving));
        await Succeeded(response, cancellation);
    }

    /// <summary>The files of a dataset that the coordinator offers.</summary>
    /// <exception cref="HttpRequestException">With status NotFound where the coordinator does not have it.</exception>
    public async Task<IReadOnlyList<DatasetFile>> Dataset(string dataset, CancellationToken cancellation)
    {
        // The coordinator reads all of it before its first answer.
        using var movement = new Movement(Standstill, cancellation);
        using var request = Request(HttpMethod.Get, $"data/{dataset}");
        using var response = await movement.Watch(moving => Http.SendAsync(request, moving));
        await Succeeded(response, cancellation);
        return await response.Content.ReadFromJsonAsync<DatasetFile[]>(cancellation) ?? [];
    }

    /// <summary>Fetches what a file lacks of something below the blobs; what is too long, or cannot be continued, begins anew.</summary>
    /// <param name="bytes">How long the whole is.</param>
    public async Task Continue(string name, long bytes, string target, CancellationToken cancellation)
    {
        await using var file = new FileStream(target, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        if (file.Length > bytes)
            file.SetLength(0);
        if (file.Length == bytes)
            return;
        using var movement = new Movement(Standstill, cancellation);
        await movement.Watch(async moving =>
        {
            using var request = Request(HttpMethod.Get, name);
            if (file.Length > 0)
                request.Headers.Range = new(file.Length, null);
            using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, moving);
            await Succeeded(response, moving);
            if (response.StatusCode is not HttpStatusCode.PartialContent || response.Content.Headers.ContentRange?.From != file.Length)
                file.SetLength(0);
            file.Position = file.Length;
            await Copy(response, file, bytes, movement, moving);
            return file.Length;
        });
    }

    private static async Task Copy(HttpResponseMessage response, FileStream file, long most, Movement movement, CancellationToken moving)
    {
        await using var body = await response.Content.ReadAsStreamAsync(moving);
        var buffer = new byte[FileContent.PieceBytes];
        for (int read; (read = await body.ReadAsync(buffer, moving)) > 0;)
        {
            movement.Moved();
            if (file.Length + read > most)
                throw new IOException("More came than the coordinator has.");
            await file.WriteAsync(buffer.AsMemory(0, read), moving);
        }
    }

    /// <summary>Fetches a checkpoint into a file of its own; what arrives is what was asked for, or an exception.</summary>
    /// <exception cref="HttpRequestException">With status NotFound where the coordinator does not have it.</exception>
    public async Task Get(CheckpointReference checkpoint, string target, CancellationToken cancellation)
    {
        using var movement = new Movement(Standstill, cancellation);
        await movement.Watch(moving => Receive(checkpoint, target, movement, moving));
        await using var written = File.OpenRead(target);
        var sha256 = await Sha256Name.OfAsync(written, cancellation);
        if (sha256 != checkpoint.Sha256)
            throw new IOException($"Checkpoint {checkpoint.Sha256} arrived as {sha256}.");
    }

    private async Task<long> Receive(CheckpointReference checkpoint, string target, Movement movement, CancellationToken moving)
    {
        using var request = Request(HttpMethod.Get, checkpoint.Sha256);
        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, moving);
        await Succeeded(response, moving);
        await using var body = await response.Content.ReadAsStreamAsync(moving);
        await using var file = File.Create(target);
        var buffer = new byte[FileContent.PieceBytes];
        for (int read; (read = await body.ReadAsync(buffer, moving)) > 0;)
        {
            movement.Moved();
            await file.WriteAsync(buffer.AsMemory(0, read), moving);
        }
        return file.Length;
    }

    /// <exception cref="HttpRequestException">It did not; with the coordinator's own words where it has any.</exception>
    public static async Task Succeeded(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return;
        var words = FormattableString.Invariant($"{(int)response.StatusCode} {response.ReasonPhrase}");
        throw new HttpRequestException(
            await DetailOf(response, cancellation) is { } detail ? $"{words}: {detail}" : words, null, response.StatusCode);
    }

    private static async Task<string?> DetailOf(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength is > MostProblem
            || response.Content.Headers.ContentType?.MediaType is not ("application/problem+json" or "application/json"))
            return null;
        try
        {
            using var problem = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            return problem.RootElement.TryGetProperty("detail", out var detail) && detail.ValueKind is JsonValueKind.String
                ? detail.GetString()
                : null;
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private HttpRequestMessage Request(HttpMethod method, string sha256)
    {
        var request = new HttpRequestMessage(method, new Uri($"{Address.TrimEnd('/')}/blobs/{sha256}"));
        if (Token.Length > 0)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        return request;
    }
}
