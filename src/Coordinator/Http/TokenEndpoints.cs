using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sweep.Coordinator.Homes;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Http;

/// <summary>People's tokens over HTTP; <see cref="HttpTokens"/> is the other end.</summary>
internal static class TokenEndpoints
{
    public const string Path = "api/tokens";
    public const string OwnPath = "api/token";

    public static void MapTokens(this IEndpointRouteBuilder routes, ITokens tokens)
    {
        routes.MapGet($"/{OwnPath}", (HttpContext context) => Json(context.Features.Get<Bearer>())).For(Role.Read)
            .Says(About.People, "Whose token this is, and its role.", typeof(Bearer));

        var all = routes.MapGroup("").For(Role.Admin);
        all.MapGet($"/{Path}", async (CancellationToken cancellation) => Json(await tokens.List(cancellation)))
            .Says(About.People, "The tokens that were given out.", typeof(ImmutableArray<TokenView>));
        all.MapPost($"/{Path}", async (HttpRequest request, CancellationToken cancellation) =>
            Json(await tokens.Add(await JsonBody.Read<TokenRequest>(request, cancellation), cancellation)))
            .Says(About.People, "Gives out a token; its text is said this once.", typeof(NewToken), typeof(TokenRequest));
        all.MapDelete($"/{Path}/{{name}}", async (string name, CancellationToken cancellation) =>
        {
            await tokens.Remove(name, cancellation);
            return Results.NoContent();
        }).Says(About.People, "Takes a token back.");
    }

    private static IResult Json<T>(T answer) => Results.Json(answer, StrictJson.Options);
}
