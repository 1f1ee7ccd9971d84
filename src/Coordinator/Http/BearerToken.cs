using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Sweep.Coordinator.Http;

/// <summary>Lets nobody in without the coordinator's token, except to ask for its health.</summary>
internal sealed class BearerToken(string token)
{
    private const string Scheme = "Bearer ";
    private readonly byte[] _expected = Encoding.UTF8.GetBytes(token);

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public async Task Check(HttpContext context, RequestDelegate next)
    {
        if ((HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/health") || Matches(context.Request.Headers.Authorization.ToString()))
            await next(context);
        else
            await Problems.Write(context, StatusCodes.Status401Unauthorized, "The coordinator asks for its token: send it as 'Authorization: Bearer TOKEN'; it stands in coordinator.json of its home folder.");
    }

    /// <summary>Takes the same time whatever the difference, so that the token cannot be guessed byte by byte.</summary>
    private bool Matches(string header) =>
        header.StartsWith(Scheme, StringComparison.Ordinal) && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(header[Scheme.Length..]), _expected);
}
