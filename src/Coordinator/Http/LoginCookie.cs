using Microsoft.AspNetCore.Http;
using Sweep.Coordinator.Homes;

namespace Sweep.Coordinator.Http;

/// <summary>
/// What a browser shows instead of a token, which no script can read and no other site's page can send. Its name has the port, because
/// cookies do not: two coordinators on one machine do not log each other out.
/// </summary>
internal static class LoginCookie
{
    public static string NameFor(HttpContext context) => FormattableString.Invariant($"__Host-sweep-{context.Connection.LocalPort}");

    /// <summary>Null where there is none.</summary>
    public static string? Of(HttpContext context) => context.Request.Cookies[NameFor(context)];

    public static void Give(HttpContext context, string login) => Write(context, login, LoginBook.LoginsLast);

    public static void Take(HttpContext context) => Write(context, "", TimeSpan.Zero);

    private static void Write(HttpContext context, string value, TimeSpan lasts) => context.Response.Cookies.Append(
        NameFor(context), value,
        new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = lasts });
}
