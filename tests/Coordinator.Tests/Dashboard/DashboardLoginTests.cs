using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Dashboard;

/// <summary>How a browser is let in by a real coordinator, and what it may do then.</summary>
public sealed class DashboardLoginTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly WrittenHome home = WrittenHome.Interrupted();
    private CoordinatorHost host = null!;
    private string annas = "";

    public async ValueTask InitializeAsync()
    {
        host = await Start(0);
        using var owner = Https.Coordinator(host);
        annas = LoginLine.Parse((await new HttpTokens(owner).Add(new("anna", Role.Submit, 1), None)).Login).Token;
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        home.Dispose();
    }

    [Fact]
    public async Task ACode_LetsABrowserInOnce_AsWhoeverAskedForIt()
    {
        using var anna = Https.Coordinator(host, annas);
        var code = await anna.NewLoginCode(None);
        using var browser = Browser();

        using var answer = await Enter(browser, code.Code);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Matches(
            FormattableString.Invariant($"^__Host-sweep-{host.Http.Port}=[0-9a-f]{{64}}; max-age=43200; path=/; secure; samesite=strict; httponly$"), cookie);
        Assert.Equal("""{"name":"anna","role":"submit"}""", await browser.GetStringAsync("api/token", None));
        using var other = Browser();
        using var again = await Enter(other, code.Code);
        Assert.Equal(HttpStatusCode.Unauthorized, again.StatusCode);
        Assert.Contains("`sweep dashboard`", await again.Content.ReadAsStringAsync(None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatABrowserOrders_ComesFromThePage_AndIsNotedWithWhoOrderedIt()
    {
        using var browser = Browser();
        Assert.Equal(HttpStatusCode.NoContent, (await Enter(browser, annas)).StatusCode);
        var (own, foreign) = (host.Http.GetLeftPart(UriPartial.Authority), "https://elsewhere.example");
        foreach (var (header, value) in new[] { ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Site", "none"), ("Origin", foreign), ("X-None", "") })
            Assert.Equal(HttpStatusCode.Unauthorized, (await Order(browser, "cancel", (header, value))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Order(browser, "cancel", ("Origin", own))).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await Order(browser, "resume", ("Sec-Fetch-Site", "same-origin"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(With(new(HttpMethod.Post, "api/drain"), ("Origin", own)), None)).StatusCode);

        var told = await host.Coordinator.Ask(new EventsAfter(null), None);
        Assert.Equal(
            ["Sweep grid was cancelled by anna; what is recorded stays.", "Sweep grid goes on, as anna ordered."],
            told.Events.Where(one => one.Kind is "sweep-cancelled" or "sweep-resumed").Select(one => one.Text));
    }

    [Fact]
    public async Task ALogin_SurvivesARestart_AndEndsWithItsToken_AndSoDoesItsStream()
    {
        using var browser = Browser();
        using var leaving = Browser();
        foreach (var one in new[] { browser, leaving })
            Assert.Equal(HttpStatusCode.NoContent, (await Enter(one, annas)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await leaving.SendAsync(With(new(HttpMethod.Post, "api/logout"), ("Sec-Fetch-Site", "same-origin")), None)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await leaving.GetAsync("api/status", None)).StatusCode);
        var port = host.Http.Port;
        await host.DisposeAsync();

        host = await Start(port);
        using var page = await Listening.To(browser);
        Assert.NotNull(await page.Next());
        using var owner = Https.Coordinator(host);
        await new HttpTokens(owner).Remove("anna", None);

        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("api/status", None)).StatusCode);
        while (await page.Next() is not null)
        {
            // What was said before the token was taken back.
        }
    }

    [Fact]
    public async Task CodesInVain_AreCounted_AndWhoeverHasAGoodOneIsLetIn()
    {
        using var browser = Browser();
        for (var i = 0; i < Knocking.Tries; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, (await Enter(browser, $"guess {i}")).StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, (await Enter(browser, "guess")).StatusCode);

        Assert.Equal(HttpStatusCode.NoContent, (await Enter(browser, annas)).StatusCode);
    }

    [Fact]
    public async Task TheOwnersLink_LetsIn()
    {
        var link = host.NewDashboardLink();
        Assert.Equal($"{host.Http}#/login?code=", link.ToString()[..^32]);
        using var browser = Browser();

        Assert.Equal(HttpStatusCode.NoContent, (await Enter(browser, link.ToString()[^32..])).StatusCode);
        Assert.Equal("owner", (await browser.GetFromJsonAsync<JsonElement>("api/token", None)).GetProperty("name").GetString());
    }

    private Task<CoordinatorHost> Start(int port) => CoordinatorHost.Start(new(home.Home) { HttpPort = port }, Logger.None, None);

    /// <summary>With cookies of its own, as every client has.</summary>
    private HttpClient Browser() => Https.To(host);

    private static Task<HttpResponseMessage> Enter(HttpClient browser, string code) => browser.PostAsJsonAsync("api/login", new { code }, None);

    private static Task<HttpResponseMessage> Order(HttpClient browser, string verb, (string, string) header) =>
        browser.SendAsync(With(new(HttpMethod.Post, $"api/sweeps/grid/{verb}"), header), None);

    private static HttpRequestMessage With(HttpRequestMessage request, (string Name, string Value) header)
    {
        request.Headers.Add(header.Name, header.Value);
        return request;
    }
}
