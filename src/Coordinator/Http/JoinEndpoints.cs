using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Scheduling;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>
/// <c>POST /join</c> with an invitation's token and <c>POST /join/renew</c> with a certificate are answered with a new certificate;
/// <c>POST /session</c> with the secret that an agent's messages carry.
/// </summary>
internal static class JoinEndpoints
{
    private sealed record SessionAnswer(string Session);

    /// <param name="dismiss">Ends what the agent of that name has to do with the coordinator.</param>
    public static void MapJoin(
        this IEndpointRouteBuilder routes, Reception reception, Knocking knocking, Func<DismissAgent, CancellationToken, Task> dismiss)
    {
        routes.MapPost("/api/invitations", async (HttpRequest request, CancellationToken cancellation) =>
            Json(reception.Invite(await JsonBody.Read<InviteRequest>(request, cancellation)))).For(Role.Admin)
            .Says(About.Agents, "Makes a line by which machines join.", typeof(Invitation), typeof(InviteRequest));
        routes.MapDelete("/api/agents/{name}", async (string name, HttpContext context, CancellationToken cancellation) =>
        {
            await dismiss(new(name, reception.Dismiss(name), context.Features.Get<Bearer>()!.Name), cancellation);
            return Results.NoContent();
        }).For(Role.Admin).Says(About.Agents, "Removes an agent: its certificate opens nothing from here on.");
        routes.MapPost("/join", async (HttpContext context, CancellationToken cancellation) =>
        {
            if (!knocking.MayTryAgain(context.Connection.RemoteIpAddress))
                return Results.Json(
                    new Problem(
                        StatusCodes.Status429TooManyRequests, "Too Many Requests",
                        "Too many machines join from this address at once: wait a minute."),
                    StrictJson.Options, "application/problem+json", StatusCodes.Status429TooManyRequests);
            return Json(reception.Join(await JsonBody.Read<JoinRequest>(context.Request, cancellation)));
        }).ForEveryone().Says(
            About.Agents, "A machine with an invitation becomes an agent: its request for a certificate is signed.", typeof(JoinAnswer),
            typeof(JoinRequest));
        routes.MapPost("/join/renew", async (HttpContext context, CancellationToken cancellation) =>
            Json(reception.Renew(Agent(context), await JsonBody.Read<JoinRequest>(context.Request, cancellation)))).ForAgents()
            .Says(About.Agents, "An agent's next certificate.", typeof(JoinAnswer), typeof(JoinRequest));
        routes.MapPost("/session", (HttpContext context) =>
            Json(new SessionAnswer(reception.OpenSession(Agent(context), context.Connection.ClientCertificate!)))).ForAgents()
            .Says(About.Agents, "The secret that an agent's messages carry.", typeof(SessionAnswer));
    }

    /// <summary>The door has seen to it that there is one.</summary>
    private static PeerIdentity Agent(HttpContext context) => context.Features.Get<PeerIdentity>()!;

    private static IResult Json<T>(T answer) => Results.Json(answer, StrictJson.Options);
}
