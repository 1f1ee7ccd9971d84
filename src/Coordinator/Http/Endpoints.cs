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
            health.Answer(challenge, toAStranger: context.Features.Get<Bearer>() is null)).ForEveryone()
            .Says(
                About.Home, "Whether the coordinator is up; who has a token is told which one it is, with a proof for a challenge.",
                typeof(HealthAnswer),
                refusals: (StatusCodes.Status503ServiceUnavailable, "It is not."));

        routes.MapGroup("/api").For(Role.Read).MapQuestions(coordinator);

        var sweeps = routes.MapGroup("/api").For(Role.Submit);
        sweeps.MapPost("/sweeps", async (HttpContext context, CancellationToken cancellation) =>
        {
            var submission = await JsonBody.Read<SubmitRequest>(context.Request, cancellation);
            var orders = Orders(coordinator, context);
            return Json(submission.Confirm is { } confirmed
                ? await orders.Submit(submission.Spec, submission.Source, confirmed, cancellation)
                : await orders.Submit(submission.Spec, submission.Source, cancellation));
        }).Says(
            About.Sweeps, "Submits a sweep, new or with another grid.", typeof(SubmitView), typeof(SubmitRequest),
            refusals: (StatusCodes.Status409Conflict, "Trials with results would leave the grid, and confirm is false: nothing was done."));
        sweeps.MapPut("/code/{sha256}", async (string sha256, HttpContext context) =>
        {
            var size = context.Features.Get<IHttpMaxRequestBodySizeFeature>();
            if (size is { IsReadOnly: false })
                size.MaxRequestBodySize = CodeFolder.MostPackedBytes;
            await coordinator.PutCode(sha256, context.Request.Body, context.RequestAborted);
            return Results.NoContent();
        }).Says(About.Files, "Keeps the packed code of a program, for the sweep that will name it by its SHA-256.").TakesContent();
        sweeps.MapPost("/sweeps/{name}/cancel", async (string name, HttpContext context, CancellationToken cancellation) =>
        {
            await Orders(coordinator, context).Cancel(name, cancellation);
            return Results.NoContent();
        }).Says(About.Sweeps, "Cancels a sweep: what is in training stops after its epoch.");
        sweeps.MapPost("/sweeps/{name}/resume", async (string name, HttpContext context, CancellationToken cancellation) =>
        {
            await Orders(coordinator, context).Resume(name, cancellation);
            return Results.NoContent();
        }).Says(About.Sweeps, "Resumes a cancelled sweep.");
        sweeps.MapPost("/sweeps/{name}/retry", async (string name, HttpContext context, CancellationToken cancellation) =>
            Json(new RetryAnswer(await Orders(coordinator, context).RetryFailed(name, cancellation))))
            .Says(About.Sweeps, "Tries a sweep's failed trials again.", typeof(RetryAnswer));

        var agents = routes.MapGroup("/api").For(Role.Admin);
        agents.MapPost("/agents/{name}/pause", (string name, HttpContext context, CancellationToken cancellation) =>
            Held(coordinator, name, AgentHold.Paused, context, cancellation))
            .Says(About.Agents, "An agent gets no more runs; what it trains is trained to its end.", body: typeof(HoldRequest));
        agents.MapPost("/agents/{name}/drain", (string name, HttpContext context, CancellationToken cancellation) =>
            Held(coordinator, name, AgentHold.Drained, context, cancellation))
            .Says(
                About.Agents, "An agent gets no more runs; what it trains goes on elsewhere at its epoch's end.",
                body: typeof(HoldRequest));
        agents.MapPost("/agents/{name}/resume", async (string name, HttpContext context, CancellationToken cancellation) =>
        {
            await Orders(coordinator, context).ResumeAgent(name, cancellation);
            return Results.NoContent();
        }).Says(About.Agents, "Gives a paused or drained agent runs again.");

        var drains = routes.MapGroup("/api").For(Role.Admin);
        drains.MapPost("/drain", async (CancellationToken cancellation) => Json(new DrainAnswer(await Drained(drain, cancellation))))
            .Says(
                About.Home, "Lets every run come to the end of its epoch and gives out no more; false: some are not there yet, ask again.",
                typeof(DrainAnswer));
        drains.MapDelete("/drain", async (CancellationToken cancellation) =>
        {
            await drain.EndDrain(cancellation);
            return Results.NoContent();
        }).Says(About.Home, "Gives out runs again.");
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
