using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Homes;
using Sweep.Experiments.Programs;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>The coordinator's questions and orders over HTTP; <see cref="HttpCoordinator"/> is the other end.</summary>
internal static class Endpoints
{
    /// <summary>How long one request for draining waits before it says "not yet", well under the patience of clients and proxies.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(20);

    public static void MapCoordinator(this IEndpointRouteBuilder routes, ICoordinator coordinator, IDrain drain, Health health)
    {
        routes.MapGet("/health", (string? challenge, HttpContext context) =>
            health.Answer(challenge, toAStranger: context.Features.Get<Bearer>() is null)).ForEveryone();

        routes.MapGroup("/api").For(Role.Read).MapQuestions(coordinator);

        var sweeps = routes.MapGroup("/api").For(Role.Submit);
        sweeps.MapPost("/sweeps", async (HttpContext context, CancellationToken cancellation) =>
        {
            var submission = await JsonBody.Read<SubmitRequest>(context.Request, cancellation);
            var orders = Orders(coordinator, context);
            return Json(submission.Confirm is { } confirmed
                ? await orders.Submit(submission.Spec, submission.Source, confirmed, cancellation)
                : await orders.Submit(submission.Spec, submission.Source, cancellation));
        });
        sweeps.MapPut("/code/{sha256}", async (string sha256, HttpContext context) =>
        {
            var size = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
            if (size is { IsReadOnly: false })
                size.MaxRequestBodySize = CodeFolder.MostPackedBytes;
            await coordinator.PutCode(sha256, context.Request.Body, context.RequestAborted);
            return Results.NoContent();
        });
        sweeps.MapPost("/sweeps/{name}/cancel", async (string name, HttpContext context, CancellationToken cancellation) =>
        {
            await Orders(coordinator, context).Cancel(name, cancellation);
            return Results.NoContent();
        });
        sweeps.MapPost("/sweeps/{name}/resume", async (string name, HttpContext context, CancellationToken cancellation) =>
        {
            await Orders(coordinator, context).Resume(name, cancellation);
            return Results.NoContent();
        });
        sweeps.MapPost("/sweeps/{name}/retry", async (string name, HttpContext context, CancellationToken cancellation) =>
            Json(new RetryAnswer(await Orders(coordinator, context).RetryFailed(name, cancellation))));

        var agents = routes.MapGroup("/api").For(Role.Admin);
        agents.MapPost("/agents/{name}/pause", (string name, HttpContext context, CancellationToken cancellation) =>
            Held(coordinator, name, AgentHold.Paused, context, cancellation));
        agents.MapPost("/agents/{name}/drain", (string name, HttpContext context, CancellationToken cancellation) =>
            Held(coordinator, name, AgentHold.Drained, context, cancellation));
        agents.MapPost("/agents/{name}/resume", async (string name, HttpContext context, CancellationToken cancellation) =>
        {
            await Orders(coordinator, context).ResumeAgent(name, cancellation);
            return Results.NoContent();
        });

        var drains = routes.MapGroup("/api").For(Role.Admin);
        drains.MapPost("/drain", async (CancellationToken cancellation) => Json(new DrainAnswer(await Drained(drain, cancellation))));
        drains.MapDelete("/drain", async (CancellationToken cancellation) =>
        {
            await drain.EndDrain(cancellation);
            return Results.NoContent();
        });
    }

    /// <summary>The door has seen to it that there is somebody, who is noted beside what is ordered.</summary>
    private static ICommands Orders(ICoordinator coordinator, HttpContext context) =>
        coordinator.InNameOf(context.Features.Get<Bearer>()!.Name);

    private static async Task<IResult> Held(
        ICoordinator coordinator, string agent, AgentHold how, HttpContext context, CancellationToken cancellation)
    {
        var order = await JsonBody.Read<HoldRequest>(context.Request, cancellation);
        await Orders(coordinator, context).HoldAgent(agent, how, order.Reason, cancellation);
        return Results.NoContent();
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

    private static IResult Json<T>(T answer) => Results.Json(answer, StrictJson.Options);
}
