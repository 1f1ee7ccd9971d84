using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sweep.Coordinator.Homes;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Lets nobody in without a token, except to ask for its health. The people's token opens everything. The agents' token stores and fetches
/// blobs and nothing else: the cluster port hands it to everyone who registers there, which asks for no proof of who it is.
/// </summary>
internal sealed class BearerToken(DoorKeys keys)
{
    private const string Scheme = "Bearer ";
    private readonly byte[] people = Encoding.UTF8.GetBytes(keys.People);
    private readonly byte[] agents = Encoding.UTF8.GetBytes(keys.Agents);

    public async Task Check(HttpContext context, RequestDelegate next)
    {
        var given = Given(context.Request);
        if (IsHealth(context.Request) || Matches(given, people) || (Matches(given, agents) && IsOfAgents(context.Request)))
        {
            await next(context);
        }
        else if (Matches(given, agents))
        {
            await Problems.Write(
                context, StatusCodes.Status403Forbidden,
                "This is the token of agents, which only stores and fetches checkpoints: " +
                "use the one in coordinator.json of the coordinator's home folder.");
        }
        else
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await Problems.Write(
                context, StatusCodes.Status401Unauthorized,
                "The coordinator asks for its token: send it as 'Authorization: Bearer TOKEN'; " +
                "it stands in coordinator.json of its home folder.");
        }
    }

    private static bool IsHealth(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && (request.Path == "/health" || request.Path == HealthEndpoints.Live);

    private static bool IsOfAgents(HttpRequest request) =>
        request.Path.StartsWithSegments("/blobs")
        && (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsPut(request.Method));

    /// <summary>Names of schemes have no case (RFC 9110 §11.1).</summary>
    private static byte[] Given(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? Encoding.UTF8.GetBytes(header[Scheme.Length..])
            : [];

    /// <summary>Takes the same time whatever the difference, so that the token cannot be guessed byte by byte.</summary>
    private static bool Matches(byte[] given, byte[] expected) => CryptographicOperations.FixedTimeEquals(given, expected);
}
