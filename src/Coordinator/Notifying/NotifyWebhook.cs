using System.Net.Http.Json;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Notifying;

/// <summary>An address that gets a notice as a JSON document by POST.</summary>
internal static class NotifyWebhook
{
    /// <returns>What went wrong; null where it was taken.</returns>
    public static async Task<string?> Post(HttpClient http, Uri address, Notice notice, CancellationToken cancellation)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(address, notice, StrictJson.Options, cancellation);
            return answer.IsSuccessStatusCode ? null : $"the webhook at {address.Host} answered with {(int)answer.StatusCode}.";
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return $"the webhook at {address.Host} cannot be told ({e.Message.TrimEnd('.')}).";
        }
    }
}
