using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Sweep.Coordinator.Http;

/// <summary>
/// How many requests are answered at once, over all connections: one connection of HTTP/2 carries many, and each takes memory while it
/// is answered, whoever asks. They are no more than there may be connections, so that a connection of HTTP/1 is never kept out by this.
/// </summary>
/// <param name="most">See <see cref="ConnectionLimit"/>.</param>
internal sealed class RequestLimit(int most)
{
    /// <summary>Requests that one connection carries at once: the open pages of a browser share one connection.</summary>
    public const int OfAConnection = 64;

    private const int ComeAgainSeconds = 1;

    private int now;

    public async Task Check(HttpContext context, RequestDelegate next)
    {
        try
        {
            if (Interlocked.Increment(ref now) <= most)
            {
                await next(context);
                return;
            }
            context.Response.Headers.RetryAfter = ComeAgainSeconds.ToString(CultureInfo.InvariantCulture);
            await Problems.Write(
                context, StatusCodes.Status503ServiceUnavailable,
                "The coordinator answers as many requests as it can at once just now: ask again in a moment.");
        }
        finally
        {
            Interlocked.Decrement(ref now);
        }
    }
}
