using System.Text.Json;
using Sweep.Experiments.Sweeps;

namespace Sweep.GpuAgent.Files;

/// <summary>Opens a session with the coordinator over HTTPS: whom it is for is what the agent's certificate says.</summary>
internal static class SessionClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private const int MostAnswer = 4 * 1024;

    /// <returns>The secret that every message carries from here on.</returns>
    /// <exception cref="HttpRequestException">There is none; with the coordinator's own words where it has any.</exception>
    public static async Task<string> Open(HttpClient http, string coordinator, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{coordinator.TrimEnd('/')}/session"));
        using var response = await http.SendAsync(request, patience.Token);
        await BlobClient.Succeeded(response, patience.Token);
        if (response.Content.Headers.ContentLength is > MostAnswer)
            throw new HttpRequestException("The answer is none of a coordinator.");
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(patience.Token));
        return answer.RootElement.TryGetProperty("session", out var session) && session.GetString() is { } secret
            && HexForm.IsSha256(secret)
            ? secret
            : throw new HttpRequestException("The answer is none of a coordinator.");
    }
}
