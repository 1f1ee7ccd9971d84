using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Tests.Http;

public class OtherVersionTests
{
    [Fact]
    public async Task AWordOfAnotherVersion_IsOneSentence_WithItsPlace()
    {
        using var authority = CertificateAuthority.New(TimeProvider.System.GetUtcNow());
        using var own = authority.Issue(PeerKind.Coordinator, "sweep", [], TimeSpan.FromDays(1), TimeProvider.System.GetUtcNow());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listening => listening.UseHttps(own)));
        await using var server = builder.Build();
        const string agent =
            """[{"agent":"a","host":"h","state":"hibernating","slots":[],"program":"9.9","lastSeen":"2026-01-02T03:04:05Z","note":null}]""";
        server.MapFallback(() => Results.Text(agent, "application/json"));
        await server.StartAsync();
        using var coordinator = new HttpCoordinator(new Uri(server.Urls.Single()), "token", new(authority.Certificate, TimeProvider.System));

        var e = await Assert.ThrowsAsync<NoCoordinatorException>(() => coordinator.Agents(TestContext.Current.CancellationToken));

        Assert.Equal(
            $"The coordinator at {server.Urls.Single()}/ says something at $[0].state of its answer that this program does not know: "
            + "it is of another version; use the same one here and there.",
            e.Message);
    }

    [Fact]
    public void ACoordinatorOfBeforeTheKeys_IsOneSentence()
    {
        var e = Assert.Throws<NoCoordinatorException>(() => new HttpCoordinator(new CoordinatorAddress(new("http://127.0.0.1:4080/"), "127.0.0.1:4053", 1, "token", "instance")));

        Assert.Equal(
            "The coordinator at http://127.0.0.1:4080/ is of an earlier version, with which this one does not speak: stop it, and start it with this one.",
            e.Message);
    }
}
