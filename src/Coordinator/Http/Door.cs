using System.Globalization;
using Microsoft.AspNetCore.Http;
using Sweep.Coordinator.Homes;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Lets in whom an endpoint's <see cref="Access"/> names: people by their token, or by the cookie that stands for it, agents by their
/// certificate; all are judged anew at every request. Who came is kept in the request's features, as <see cref="Bearer"/>, with the
/// <see cref="Credential"/>, or <see cref="PeerIdentity"/>.
/// </summary>
internal sealed class Door(TokenBook tokens, LoginBook logins, PeerTrust trust, Knocking knocking)
{
    private const string Scheme = "Bearer ";

    public async Task Check(HttpContext context, RequestDelegate next)
    {
        var access = context.GetEndpoint()?.Metadata.GetMetadata<Access>() ?? Access.Unsaid;
        var token = TokenOf(context.Request);
        var credential = token is not null ? ByToken(token) : ByCookie(context);
        var person = credential is null ? null : tokens.OfHash(credential.Token);
        var agent = trust.Check(context.Connection.ClientCertificate, out var refusal);
        context.Features.Set(person);
        context.Features.Set(person is null ? null : credential);
        context.Features.Set(agent);
        var isAgent = agent is { Kind: PeerKind.Agent };
        if (access.Everyone || person?.Role >= access.Least || (isAgent && access.Agents))
            await next(context);
        else if (person is not null)
            await Forbid(context, TooLittle(person, access.Least));
        else if (isAgent)
            await Forbid(
                context,
                "This is the certificate of an agent, which stores and fetches checkpoints and opens sessions: " +
                "people use a token of their own, or the one in coordinator.json of the coordinator's home folder.");
        else
            await Refuse(context, token is null && context.Connection.ClientCertificate is not null ? refusal : null);
    }

    private Credential? ByToken(string token)
    {
        if (tokens.Find(token) is null)
            return null;
        var hash = HexSecret.HashTextOf(token);
        return new(hash, () => tokens.OfHash(hash) is not null);
    }

    /// <summary>A page of another site may make a browser send a request, but not say that it is ours.</summary>
    private Credential? ByCookie(HttpContext context) =>
        LoginCookie.Of(context) is { } login && logins.TokenOf(login) is { } token && SameOrigin.Is(context.Request)
            ? new(token, () => logins.TokenOf(login) is not null)
            : null;

    private static string TooLittle(Bearer person, Role? least) => least is { } needed
        ? $"The token {person.Name} is for role {Word(person.Role)}, and this needs role {Word(needed)}: ask the coordinator's owner " +
            $"for another one ('sweep token add NAME --role {Word(needed)}')."
        : "This is for agents, who come with a certificate, and not for people's tokens.";

    private static string Word(Role role) => role.ToString().ToLowerInvariant();

    private static Task Forbid(HttpContext context, string sentence) => Problems.Write(context, StatusCodes.Status403Forbidden, sentence);

    /// <param name="certificate">Why the certificate that was shown is not believed.</param>
    private Task Refuse(HttpContext context, string? certificate)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        if (!knocking.MayTryAgain(context.Connection.RemoteIpAddress))
        {
            context.Response.Headers.RetryAfter = ((int)Knocking.Rest.TotalSeconds).ToString(CultureInfo.InvariantCulture);
            return Problems.Write(
                context, StatusCodes.Status429TooManyRequests,
                "Too many requests without a credential that opens came from this address: wait a minute.");
        }
        return Problems.Write(
            context, StatusCodes.Status401Unauthorized,
            certificate is not null
                ? $"The certificate {certificate}."
                : "The coordinator asks for its token: send it as 'Authorization: Bearer TOKEN'; it stands in coordinator.json of its " +
                    "home folder, or the owner gives one out with 'sweep token add'.");
    }

    /// <summary>Names of schemes have no case (RFC 9110 §11.1).</summary>
    private static string? TokenOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? header[Scheme.Length..]
            : null;
}
