using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Homes;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>Upkeep of a live coordinator's home over HTTP; <see cref="HttpUpkeep"/> is the other end.</summary>
internal static class UpkeepEndpoints
{
    public static void MapUpkeep(this IEndpointRouteBuilder routes, IUpkeep upkeep, BackupPlace backups)
    {
        var api = routes.MapGroup("/api");
        api.MapPost("/verify", async (bool? complete, CancellationToken cancellation) =>
            Results.Json(await upkeep.Verify(complete ?? false, cancellation), StrictJson.Options)).For(Role.Read)
            .Says(About.Home, "Whether the home is sound, from its journal.", typeof(VerificationReport));
        api.MapPost("/backup", async (string? destination, HttpRequest request, CancellationToken cancellation) => Results.Json(
            await upkeep.Backup(backups.For(destination, request.Headers[BackupPlace.OwnerHeader].ToString()), cancellation),
            StrictJson.Options)).For(Role.Admin)
            .Says(About.Home, "Makes a copy of the home on the coordinator's machine.", typeof(BackupView));
    }
}
