using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Homes;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;

namespace Sweep.Coordinator.Http;

/// <summary>
/// What whoever looks after processes asks: <c>/health/live</c>, whether there is one (200 and nothing else, to anybody), and
/// <c>/health/ready</c>, whether it can be worked with.
/// </summary>
internal static class HealthEndpoints
{
    private const string Live = "/health/live";

    private sealed record ReadyAnswer(string Status);

    public static void MapHealth(this IEndpointRouteBuilder routes, Pulse pulse, DiskProbe disk)
    {
        routes.MapGet(Live, () => Results.Ok()).ForEveryone()
            .Answers(About.Home, "Whether there is a process.", StatusCodes.Status200OK, null, "");
        routes.MapGet("/health/ready", async (HttpContext context) =>
        {
            if ((WhyNot(await pulse.Feel()) ?? disk.WhyNot()) is { } why)
                await Problems.Write(context, StatusCodes.Status503ServiceUnavailable, why);
            else
                await context.Response.WriteAsJsonAsync(new ReadyAnswer("ready"), StrictJson.Options);
        }).For(Role.Read).Says(
            About.Home, "Whether the coordinator can be worked with.", typeof(ReadyAnswer),
            refusals: (StatusCodes.Status503ServiceUnavailable, "It cannot, and why."));
    }

    private static string? WhyNot(Vitality vitality) => vitality switch
    {
        Vitality.Answers => null,
        Vitality.Busy => $"The coordinator has more to decide than it can in {Durations.InWords(Pulse.Moment)}: ask again.",
        Vitality.Ended => "The coordinator has ended inside its process: stop the process and start it again.",
        _ => $"The coordinator has not answered inside its process for {Durations.InWords(Pulse.Patience)}: look at its log.",
    };
}
