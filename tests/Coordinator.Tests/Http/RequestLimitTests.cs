using System.Net;
using Microsoft.AspNetCore.Http;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Tests.Dashboard;
using Sweep.Coordinator.Tests.Hosting;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>Many requests share a connection, and no more than a bound are answered at once.</summary>
public sealed class RequestLimitTests(StartedCoordinator started) : IClassFixture<StartedCoordinator>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task OneConnection_CarriesMorePagesThanABrowserOpensConnections_AndWhatTheyAsk()
    {
        var handler = CoordinatorHandler.For(Https.TrustOf(started.Host));
        handler.MaxConnectionsPerServer = 1;
        using var http = new HttpClient(handler)
        {
            BaseAddress = started.Host.Http,
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            DefaultRequestHeaders = { Authorization = new("Bearer", started.Host.Token) },
        };
        var pages = new List<Listening>();
        for (var i = 0; i < 10; i++)
            pages.Add(await Listening.To(http));

        foreach (var page in pages)
            Assert.NotNull(await page.Next());
        using var answer = await http.GetAsync("api/status", None);
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
        http.DefaultRequestHeaders.Authorization = new("Bearer", "guess");
        using var stranger = await http.GetAsync("api/status", None);
        Assert.Equal(HttpStatusCode.Unauthorized, stranger.StatusCode);
        pages.ForEach(page => page.Dispose());
    }

    [Fact]
    public async Task BeyondTheBound_ARequestIsToldToComeAgain_AndIsAnsweredWhenOthersAreDone()
    {
        var limit = new RequestLimit(2);
        var ends = new TaskCompletionSource();
        var (begun, waiting) = (0, new List<Task>());
        for (var i = 0; i < 2; i++)
            waiting.Add(limit.Check(new DefaultHttpContext(), _ =>
            {
                begun++;
                return ends.Task;
            }));

        var refused = new DefaultHttpContext();
        await limit.Check(refused, _ => throw new InvalidOperationException("It is not answered."));
        Assert.Equal((2, StatusCodes.Status503ServiceUnavailable, "1"), (begun, refused.Response.StatusCode, refused.Response.Headers.RetryAfter.ToString()));

        ends.SetResult();
        await Task.WhenAll(waiting);
        // One that fails makes room too.
        await Assert.ThrowsAsync<IOException>(() => limit.Check(new DefaultHttpContext(), _ => throw new IOException()));
        var later = new DefaultHttpContext();
        await limit.Check(later, context =>
        {
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
        Assert.Equal(StatusCodes.Status204NoContent, later.Response.StatusCode);
    }
}
