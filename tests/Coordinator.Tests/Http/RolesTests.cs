using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Serilog.Core;
using Sweep.Coordinator.Dashboard;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>The door before every route, with nothing behind it: whoever is let in finds that nobody answers, which is no matter here.</summary>
public sealed class DoorOfAllRoutes : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly CertificateAuthority foreign = CertificateAuthority.New(TimeProvider.System.GetUtcNow());
    private WebApplication web = null!;

    internal HomeKeys Keys { get; private set; } = null!;
    internal TokenBook Tokens { get; private set; } = null!;
    internal LoginBook Logins { get; private set; } = null!;
    internal IReadOnlyDictionary<string, HttpClient> Clients { get; private set; } = null!;
    internal IReadOnlyList<RouteEndpoint> Routes { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var home = Home.At(folder["home"]);
        Keys = HomeKeys.Open(home, [], TimeProvider.System);
        Tokens = TokenBook.Of(home, "owners", TimeProvider.System);
        Logins = LoginBook.Of(home, Tokens, TimeProvider.System);
        web = await WebApi.Start(
            new(IPAddress.Loopback, 0), null!, null!, null!, null!, null!, null!, null!, null!, Keys, Tokens, Logins, null!, Reception(home), (_, _) => Task.CompletedTask,
            null!, new(null!, null!, null!), routes => routes.MapDashboard(null!, null!), Logger.None, CancellationToken.None);
        Routes = [.. ((IEndpointRouteBuilder)web).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];
        Clients = new Dictionary<string, HttpClient>
        {
            ["nobody"] = Client(null),
            ["a wrong token"] = Client("guess"),
            ["a foreign certificate"] = Client(null, Certificate(foreign, PeerKind.Agent)),
            ["a coordinator's certificate"] = Client(null, Certificate(Keys.Authority, PeerKind.Coordinator)),
            ["an agent"] = Client(null, Certificate(Keys.Authority, PeerKind.Agent)),
            ["read"] = Client(Tokens.Add("reader", Role.Read, 1)),
            ["submit"] = Client(Tokens.Add("submitter", Role.Submit, 1)),
            ["admin"] = Client(Tokens.Add("admin", Role.Admin, 1)),
            ["the owner"] = Client("owners"),
            ["a browser of read"] = Browser(Tokens.Add("page-reader", Role.Read, 1)),
            ["a browser of submit"] = Browser(Tokens.Add("page-submitter", Role.Submit, 1)),
            ["a browser of the owner"] = Browser("owners"),
            ["a browser of another site"] = Browser("owners", "cross-site"),
            ["a browser of another port"] = Browser("owners", "same-site"),
            ["a browser with a made-up cookie"] = Browser(null),
        };
    }

    /// <param name="token">What it was logged in by; null where it was not.</param>
    /// <param name="site">What a browser says of where the request comes from.</param>
    private HttpClient Browser(string? token, string site = "same-origin")
    {
        var client = Client(null);
        var login = token is null ? new string('0', 64) : Logins.Enter(token)!;
        client.DefaultRequestHeaders.Add("Cookie", FormattableString.Invariant($"__Host-sweep-{client.BaseAddress!.Port}={login}"));
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", site);
        return client;
    }

    private Reception Reception(Home home) => new(
        Keys, InvitationBook.Of(home, TimeProvider.System), CertificateBook.Of(home, TimeProvider.System), new(), "127.0.0.1", "127.0.0.1:1",
        TimeProvider.System, Logger.None);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in Clients.Values)
            client.Dispose();
        await web.DisposeAsync();
        Keys.Dispose();
        foreign.Dispose();
        folder.Dispose();
    }

    internal static X509Certificate2 Certificate(CertificateAuthority authority, PeerKind kind) =>
        authority.Issue(kind, "box-1", [], TimeSpan.FromDays(1), TimeProvider.System.GetUtcNow());

    internal HttpClient Client(string? token, X509Certificate2? own = null) => new(CoordinatorHandler.For(Keys.Trust, own))
    {
        BaseAddress = new(web.Urls.Single()),
        DefaultRequestHeaders = { Authorization = token is null ? null : new("Bearer", token) },
    };
}

/// <summary>Who may use which route: every route says so, and the door keeps to it.</summary>
public sealed class RolesTests(DoorOfAllRoutes door) : IClassFixture<DoorOfAllRoutes>
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public void EveryRoute_SaysWhoMayUseIt() =>
        Assert.Empty(door.Routes.Where(route => AccessOf(route) is null).Select(route => route.RoutePattern.RawText));

    [Theory]
    [InlineData("nobody", null, false)]
    [InlineData("a wrong token", null, false)]
    [InlineData("a foreign certificate", null, false)]
    [InlineData("a coordinator's certificate", null, false)]
    [InlineData("an agent", null, true)]
    [InlineData("read", Role.Read, false)]
    [InlineData("submit", Role.Submit, false)]
    [InlineData("admin", Role.Admin, false)]
    [InlineData("the owner", Role.Admin, false)]
    [InlineData("a browser of read", Role.Read, false)]
    [InlineData("a browser of submit", Role.Submit, false)]
    [InlineData("a browser of the owner", Role.Admin, false)]
    [InlineData("a browser of another site", null, false)]
    [InlineData("a browser of another port", null, false)]
    [InlineData("a browser with a made-up cookie", null, false)]
    public async Task EveryRoute_LetsInWhomItNames_AndNobodyElse(string who, Role? role, bool agent)
    {
        // Whoever has logged out is let in nowhere.
        foreach (var route in door.Routes.OrderBy(route => route.RoutePattern.RawText == "/api/logout"))
        {
            var access = AccessOf(route)!;
            var expected = access.Everyone || role >= access.Least || (agent && access.Agents);
            foreach (var method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            {
                using var answer = await door.Clients[who].SendAsync(new(new(method), PathOf(route)), None);
                var letIn = answer.StatusCode is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests);
                Assert.True(letIn == expected, $"{who}: {method} {route.RoutePattern.RawText} answered {answer.StatusCode}");
            }
        }
    }

    [Fact]
    public async Task ATokenThatIsTakenBack_OpensNothing_FromThatMomentOn()
    {
        using var client = door.Client(door.Tokens.Add("leaver", Role.Read, 1));
        Assert.NotEqual(HttpStatusCode.Unauthorized, (await client.GetAsync("api/token", None)).StatusCode);

        door.Tokens.Remove("leaver");

        Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync("api/token", None)).StatusCode);
    }

    [Fact]
    public async Task ACertificateThatIsRevoked_OpensNothing_OnAConnectionThatIsOpenToo()
    {
        var path = "blobs/" + new string('a', 64);
        var certificate = DoorOfAllRoutes.Certificate(door.Keys.Authority, PeerKind.Agent);
        using var client = door.Client(null, certificate);
        Assert.Equal(HttpStatusCode.InternalServerError, (await client.GetAsync(path, None)).StatusCode);

        door.Keys.Revoke(certificate.SerialNumber);

        using var answer = await client.GetAsync(path, None);
        Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.TooManyRequests, answer.StatusCode.ToString());
    }

    private static Access? AccessOf(RouteEndpoint route) => route.Metadata.GetMetadata<Access>();

    private static string PathOf(RouteEndpoint route) => string.Concat(route.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(
        segment.Parts.Select(part => part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal ? literal.Content : "a"))));
}
