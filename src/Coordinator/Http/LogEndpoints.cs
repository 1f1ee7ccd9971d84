using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Http;

/// <summary><c>POST /logs/{lease}</c>: what a trainer, or its program, printed under a lease since the last time, as UTF-8.</summary>
internal static class LogEndpoints
{
    /// <summary>Of one request, in bytes; agents send less.</summary>
    private const int Most = 1 << 20;

    public static void MapLogs(this IEndpointRouteBuilder routes, RunLogs logs) =>
        routes.MapPost("/logs/{lease}", async (string lease, HttpContext context) =>
        {
            if (!long.TryParse(lease, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new BadInputException($"'{lease}' is no number of a lease.");
            if (context.Request.ContentLength is not { } length || length > Most)
                throw new BadInputException($"A log comes in parts of known length, of at most {Most} bytes.");
            var printed = new byte[length];
            await context.Request.Body.ReadExactlyAsync(printed, context.RequestAborted);
            logs.Append(number, printed);
            return Results.NoContent();
        }).ForAgents().Says(About.Files, "What a program printed under a lease since the last time.").TakesContent();
}
