using Microsoft.AspNetCore.Http;

namespace Sweep.Coordinator.Http;

/// <summary>
/// Whether a request that a browser sends with its cookie comes from this coordinator's own page. A browser says so in a header that no
/// script can change: Sec-Fetch-Site (Fetch Metadata), an older one in Origin.
/// </summary>
internal static class SameOrigin
{
    public static bool Is(HttpRequest request)
    {
        var asks = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (request.Headers["Sec-Fetch-Site"].ToString() is { Length: > 0 } site)
            return site == "same-origin" || (asks && site == "none");
        return request.Headers.Origin.ToString() is { Length: > 0 } origin
            ? origin.Equals($"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            : asks;
    }
}
