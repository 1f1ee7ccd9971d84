using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Homes;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>A code by which its bearer logs in to the dashboard, once.</summary>
internal sealed record LoginCode(string Code, int Minutes);

/// <summary>The body of <c>POST /api/login</c>.</summary>
/// <param name="Code">A code, or a token.</param>
internal sealed record LoginRequest(string Code);

/// <summary>How a browser is logged in: a code or a token is exchanged for a cookie.</summary>
internal static class LoginEndpoints
{
    public const string CodePath = "api/login/code";

    public static void MapLogin(this IEndpointRouteBuilder routes, LoginBook logins, Knocking knocking)
    {
        routes.MapPost("/api/login", async (HttpContext context, CancellationToken cancellation) =>
        {
            var request = await JsonBody.Read<LoginRequest>(context.Request, cancellation);
            if (logins.Enter(request.Code.Trim()) is not { } login)
            {
                await Refuse(context, knocking);
                return;
            }
            LoginCookie.Give(context, login);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }).ForEveryone().Says(
            About.People, "Logs a browser in: a code of a link, or a token, for a cookie.", body: typeof(LoginRequest),
            refusals: (StatusCodes.Status401Unauthorized, "The code opens nothing, or no longer."));
        routes.MapPost($"/{CodePath}", (HttpContext context) => Results.Json(
            new LoginCode(logins.NewCode(context.Features.Get<Credential>()!.Token), (int)LoginBook.CodesLast.TotalMinutes),
            StrictJson.Options)).For(Role.Read).Says(
                About.People, "A code that logs one browser in, as whoever asks for it.", typeof(LoginCode));
        routes.MapPost("/api/logout", (HttpContext context) =>
        {
            if (LoginCookie.Of(context) is { } login)
                logins.Leave(login);
            LoginCookie.Take(context);
            return Results.NoContent();
        }).For(Role.Read).Says(About.People, "Logs the browser out that asks.");
    }

    /// <summary>Whoever has a code that opens is let in whatever others at the same address try.</summary>
    private static Task Refuse(HttpContext context, Knocking knocking)
    {
        if (knocking.MayTryAgain(context.Connection.RemoteIpAddress))
            return Problems.Write(
                context, StatusCodes.Status401Unauthorized,
                "This code opens nothing, or no longer: it is used up, has ended, or is another one's. "
                    + "`sweep dashboard` on a machine that may ask prints a new link.");
        context.Response.Headers.RetryAfter = ((int)Knocking.Rest.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.Write(
            context, StatusCodes.Status429TooManyRequests, "Too many codes that open nothing came from this address: wait a minute.");
    }
}
