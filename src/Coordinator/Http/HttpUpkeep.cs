using System.Net.Http.Json;
using System.Text.Json;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>The upkeep that a coordinator in another process does. Reading a large home takes minutes, so there is no time limit.</summary>
public sealed class HttpUpkeep(HttpCoordinator coordinator) : IUpkeep
{
    public Task<VerificationReport> Verify(bool complete, CancellationToken cancellation) =>
        Post<VerificationReport>($"api/verify?complete={(complete ? "true" : "false")}", cancellation);

    public Task<BackupView> Backup(string destination, CancellationToken cancellation) =>
        Post<BackupView>($"api/backup?destination={Uri.EscapeDataString(destination)}", cancellation, coordinator.OwnerKey);

    private async Task<T> Post<T>(string path, CancellationToken cancellation, string? ownerKey = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (ownerKey is not null)
            request.Headers.Add(BackupPlace.OwnerHeader, ownerKey);
        using var response = await coordinator.Send(request, cancellation, Timeout.InfiniteTimeSpan);
        return await response.Content.ReadFromJsonAsync<T>(StrictJson.Options, cancellation)
            ?? throw new JsonException($"The coordinator answered {path} with nothing.");
    }
}
