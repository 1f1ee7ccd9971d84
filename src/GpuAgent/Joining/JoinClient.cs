using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;

namespace Sweep.GpuAgent.Joining;

/// <summary>How an agent comes to its certificate over HTTPS: by a line the first time, and by the certificate itself afterwards.</summary>
internal static class JoinClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Spelling = new(JsonSerializerDefaults.Web);

    /// <summary>
    /// Believes whoever answers by the hash of the line before anything is sent, makes a key, and asks for a certificate. The key stays on
    /// this machine.
    /// </summary>
    /// <returns>Where the cluster is, <c>host:port</c>, at the host of the line.</returns>
    /// <exception cref="BadInputException">Somebody else answers there, or the line opens nothing.</exception>
    /// <exception cref="HttpRequestException">Nobody answers there.</exception>
    public static async Task<string> Join(JoinLine line, KeyFiles files, string agent, TimeProvider clock, CancellationToken cancellation)
    {
        var authority = await AuthorityOf.At(line.Url, line.Hash, cancellation);
        using var http = new HttpClient(CoordinatorHandler.For(new PeerTrust(authority, clock))) { Timeout = Patience };
        using var key = CertificateRequests.NewKey();
        var request = new JoinRequest(agent, CertificateRequests.For(key, agent), line.Token);
        var answer = await Asked(http, new Uri(line.Url, "/join"), request, cancellation);
        using var certificate = X509Certificate2.CreateFromPem(answer.Certificate);
        files.Keep(authority, certificate, key).Dispose();
        return $"{line.Host}:{answer.Cluster[(answer.Cluster.LastIndexOf(':') + 1)..]}";
    }

    /// <summary>A new certificate for a new key, by the one of now.</summary>
    /// <param name="http">Shows the certificate of now.</param>
    /// <param name="coordinator">Base address of its HTTP API.</param>
    public static async Task Renew(
        HttpClient http, Uri coordinator, X509Certificate2 authority, KeyFiles files, string agent, CancellationToken cancellation)
    {
        using var key = CertificateRequests.NewKey();
        var answer = await Asked(http, new Uri(coordinator, "/join/renew"), new(agent, CertificateRequests.For(key, agent)), cancellation);
        using var certificate = X509Certificate2.CreateFromPem(answer.Certificate);
        files.Keep(authority, certificate, key).Dispose();
    }

    private static async Task<JoinAnswer> Asked(HttpClient http, Uri where, JoinRequest request, CancellationToken cancellation)
    {
        using var response = await http.PostAsJsonAsync(where, request, Spelling, cancellation);
        if (response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            throw new BadInputException(
                await Detail(response, cancellation) ?? $"The coordinator at {where} does not let this agent join.");
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JoinAnswer>(Spelling, cancellation)
            ?? throw new HttpRequestException("The answer is none of a coordinator.");
    }

    private static async Task<string?> Detail(HttpResponseMessage response, CancellationToken cancellation)
    {
        try
        {
            using var problem = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellation));
            return problem.RootElement.TryGetProperty("detail", out var detail) ? detail.GetString() : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
