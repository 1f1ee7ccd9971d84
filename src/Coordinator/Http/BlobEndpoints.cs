using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Checkpoints by content: <c>PUT</c> stores (201, or 400 where the content does not hash to its name), <c>GET</c> fetches, also ranges,
/// <c>HEAD</c> says whether and how long.
/// </summary>
internal static class BlobEndpoints
{
    public static void MapBlobs(this IEndpointRouteBuilder routes, BlobStore blobs, BlobQuota quota)
    {
        routes.MapPut("/blobs/{sha256}", async (string sha256, HttpContext context) =>
        {
            var size = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
            if (size is { IsReadOnly: false })
                size.MaxRequestBodySize = null;
            if (context.Features.Get<PeerIdentity>() is { } agent)
                await Put(blobs, quota, agent.Name, Name(sha256), context);
            else
                await blobs.Put(Name(sha256), context.Request.Body, context.RequestAborted);
            return Results.Created($"/blobs/{sha256}", null);
        }).ForAgents(orPeople: Role.Admin).Answers(
            About.Files, "Stores a checkpoint under the SHA-256 of its content.", StatusCodes.Status201Created, null, "",
            refusals: (StatusCodes.Status400BadRequest, "The content is another than its name says.")).TakesContent();
        routes.MapGet("/blobs/{sha256}", (string sha256, HttpRequest request) =>
            (request.Headers.Range.Count > 0 ? blobs.OpenForPart(Name(sha256)) : blobs.Open(Name(sha256))) is { } content
                ? Results.Stream(content, "application/octet-stream", enableRangeProcessing: true)
                : Missing(sha256)).ForAgents(orPeople: Role.Read).Answers(
                    About.Files, "A checkpoint, or a range of it.", StatusCodes.Status200OK, typeof(Stream), "application/octet-stream",
                    refusals: (StatusCodes.Status404NotFound, "It was never uploaded, or was collected."));
        routes.MapMethods("/blobs/{sha256}", [HttpMethods.Head], (string sha256, HttpContext context) =>
        {
            if (!blobs.Has(Name(sha256)) || blobs.Length(sha256) is not { } bytes)
                return Results.NotFound();
            context.Response.ContentLength = bytes;
            return Results.Ok();
        }).ForAgents(orPeople: Role.Read).Answers(
            About.Files, "Whether a checkpoint is there, and how long it is.", StatusCodes.Status200OK, null, "",
            refusals: (StatusCodes.Status404NotFound, "It is not."));
    }

    private static async Task Put(BlobStore blobs, BlobQuota quota, string agent, string sha256, HttpContext context)
    {
        try
        {
            await blobs.Put(sha256, quota.Counted(agent, sha256, context.Request.Body), context.RequestAborted);
        }
        catch
        {
            quota.Forget(agent, sha256);
            throw;
        }
    }

    private static string Name(string sha256) => BlobStore.IsName(sha256)
        ? sha256
        : throw new BadInputException($"'{sha256}' is not the name of a blob: it is 64 lower-case hexadecimal digits of a SHA-256.");

    private static IResult Missing(string sha256) =>
        Results.Json(
            new Problem(
                StatusCodes.Status404NotFound, "Not Found",
                $"There is no blob {sha256} here: it was never uploaded, or collected because no run needs it."),
            StrictJson.Options, "application/problem+json", StatusCodes.Status404NotFound);
}
