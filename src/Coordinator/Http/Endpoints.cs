using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Sweep.Coordinator.Answers;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Http;

/// <summary>The coordinator's questions and orders over HTTP; <see cref="HttpCoordinator"/> is the other end.</summary>
internal static class Endpoints
{
    /// <summary>How long one request for draining waits before it says "not yet", well under the patience of clients and proxies.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(20);

    public static void MapCoordinator(this IEndpointRouteBuilder routes, ICoordinator coordinator, IDrain drain, Health health)
    {
        routes.MapGet("/health", (string? challenge) => health.Answer(challenge));

        var api = routes.MapGroup("/api");
        api.MapGet("/status", async (CancellationToken cancellation) => Json(await coordinator.Status(cancellation)));
        api.MapGet("/sweeps/{name?}", async (string? name, CancellationToken cancellation) =>
            Json(await coordinator.Sweep(name, cancellation)));
        api.MapGet("/best", async (string? sweep, CancellationToken cancellation) => Json(await coordinator.Best(sweep, cancellation)));
        api.MapGet("/results", async (string? sweep, CancellationToken cancellation) =>
            Json(await coordinator.Results(sweep, cancellation)));
        api.MapPost("/ask", async (HttpRequest request, CancellationToken cancellation) =>
            Json(await coordinator.Ask(await Body<TrialQuestion>(request, cancellation), cancellation)));
        api.MapPost("/select", async (HttpRequest request, CancellationToken cancellation) =>
            Json(await coordinator.Select(await Body<SqlQuestion>(request, cancellation), cancellation)));
        api.MapGet("/ranking", async (string? sweep, CancellationToken cancellation) =>
            Json(await coordinator.Ranking(sweep, cancellation)));
        api.MapGet("/runs/{run}/epochs", async (string run, CancellationToken cancellation) =>
            Json(await coordinator.Origins(new(run), cancellation)));
        api.MapGet("/record", async (string? sweep, CancellationToken cancellation) => Json(await coordinator.Record(sweep, cancellation)));
        api.MapGet("/agents", async (CancellationToken cancellation) => Json(await coordinator.Agents(cancellation)));

        api.MapPost("/sweeps", async (HttpRequest request, CancellationToken cancellation) =>
        {
            var submission = await Body<SubmitRequest>(request, cancellation);
            return Json(submission.Confirm is { } confirmed
                ? await coordinator.Submit(submission.Spec, submission.Source, confirmed, cancellation)
                : await coordinator.Submit(submission.Spec, submission.Source, cancellation));
        });
        api.MapPost("/preview", async (HttpRequest request, CancellationToken cancellation) =>
            Json(await coordinator.Preview((await Body<PreviewRequest>(request, cancellation)).Spec, cancellation)));
        api.MapPost("/sweeps/{name}/cancel", async (string name, CancellationToken cancellation) =>
        {
            await coordinator.Cancel(name, cancellation);
            return Results.NoContent();
        });
        api.MapPost("/sweeps/{name}/resume", async (string name, CancellationToken cancellation) =>
        {
            await coordinator.Resume(name, cancellation);
            return Results.NoContent();
        });
        api.MapPost("/sweeps/{name}/retry", async (string name, CancellationToken cancellation) =>
            Json(new RetryAnswer(await coordinator.RetryFailed(name, cancellation))));
        api.MapPost("/drain", async (CancellationToken cancellation) => Json(new DrainAnswer(await Drained(drain, cancellation))));
        api.MapDelete("/drain", async (CancellationToken cancellation) =>
        {
            await drain.EndDrain(cancellation);
            return Results.NoContent();
        });
    }

    private static async Task<bool> Drained(IDrain drain, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(DrainPatience);
        try
        {
            await drain.Drain(patience.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>Of a body that says that it is JSON. What a page of another site sends without asking first never says so.</summary>
    private static async Task<T> Body<T>(HttpRequest request, CancellationToken cancellation) =>
        !IsJson(request)
            ? throw new BadHttpRequestException(
                "send it as 'Content-Type: application/json', in UTF-8.", StatusCodes.Status415UnsupportedMediaType)
            : await request.ReadFromJsonAsync<T>(WireJson.Options, cancellation)
                ?? throw new BadInputException($"The request's body is null; {typeof(T).Name} is needed.");

    private static bool IsJson(HttpRequest request) =>
        request.HasJsonContentType()
        && MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));

    private static IResult Json<T>(T answer) => Results.Json(answer, WireJson.Options);
}
