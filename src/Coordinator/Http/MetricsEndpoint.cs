using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Measuring;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary><c>GET /metrics</c>, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Less than the ten seconds that Prometheus waits for a target.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void MapMetrics(this IEndpointRouteBuilder routes, CoordinatorMetrics metrics, IQueries coordinator) =>
        routes.MapGet("/metrics", async (HttpContext context) =>
        {
            if (await Status(coordinator, context.RequestAborted) is not { } status)
            {
                await Problems.Write(
                    context, StatusCodes.Status503ServiceUnavailable, "The coordinator has much to decide just now: ask again.");
                return;
            }
            metrics.Observe(status);
            context.Response.ContentType = CoordinatorMetrics.ContentType;
            await metrics.Write(context.Response.Body, context.RequestAborted);
        }).For(Role.Read).Answers(About.Home, "Metrics for Prometheus.", StatusCodes.Status200OK, typeof(string), "text/plain");

    /// <returns>Null where it takes longer than whoever asks would wait.</returns>
    private static async Task<StatusView?> Status(IQueries coordinator, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            return await coordinator.Status(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
