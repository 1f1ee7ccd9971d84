using System.Net;
using System.Net.Http.Json;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Experiments.Inputs;
using Sweep.GpuAgent.Joining;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>Both ends of joining: the agent's own code at the doors of a real coordinator.</summary>
public sealed class JoinTests : IAsyncLifetime
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();
    private CoordinatorHost host = null!;

    public async ValueTask InitializeAsync() =>
        host = await CoordinatorHost.Start(new(Home.At(folder["home"])) { HttpPort = 0 }, Logger.None, None);

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task AMachineThatWasInvited_BecomesAnAgentOfItsName_AndItsKeyStaysWithIt()
    {
        var files = Files("box-1");

        var place = await Join(Line(), files, "box-1");

        Assert.Equal(host.ClusterAddress, place);
        using var keys = files.Read();
        var who = new PeerTrust(keys!.Authority, TimeProvider.System).Check(keys.Own);
        Assert.Equal((PeerKind.Agent, "box-1"), (who!.Kind, who.Name));
        Assert.True(keys.Own.HasPrivateKey);
        Assert.Equal(64, (await SomeKeys.OpenSession(host.Http, Node(keys))).Length);
        var key = keys.Own.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem().Split('\n')[2];
        Assert.Contains(Directory.GetFiles(files.Folder), kept => File.ReadAllText(kept).Contains(key, StringComparison.Ordinal));
        foreach (var kept in Directory.GetFiles(Home.At(folder["home"]).Keys))
            Assert.DoesNotContain(key, await File.ReadAllTextAsync(kept), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ALine_OpensForAsManyMachinesAsWereInvited_AndForNobodyWhoMadeItUp()
    {
        var line = Line(uses: 2);
        await Join(line, Files("a"), "a");
        await Refused(line with { Token = new('0', 32) }, "b", "sweep agents invite");
        // A name that cannot be costs no use.
        await Refused(line, "a", "--name");
        await Join(line, Files("b"), "b");
        await Refused(line, "c", "sweep agents invite");
    }

    [Fact]
    public async Task WhoeverHasOtherKeysThanTheLineSays_IsSentNothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var line = Line() with { Port = ((IPEndPoint)listener.LocalEndpoint).Port };
        var heard = Eavesdrop(listener, SomeKeys.Coordinator);

        var refusal = await Assert.ThrowsAsync<BadInputException>(() => Join(line, Files("d"), "d"));

        Assert.Contains("nothing was sent", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(line.Token, await heard, StringComparison.Ordinal);
        Assert.Null(Files("d").Read());
    }

    [Fact]
    public async Task ACertificate_IsRenewedByItself_AndNotByAnothersWord()
    {
        var files = Files("e");
        await Join(Line(), files, "e");
        using var before = files.Read()!;
        using var http = new HttpClient(CoordinatorHandler.For(Node(before).Trust, before.Own));

        await JoinClient.Renew(http, host.Http, before.Authority, files, "another", None);

        using var after = files.Read()!;
        Assert.NotEqual(before.Own.SerialNumber, after.Own.SerialNumber);
        Assert.Equal("e", Node(after).Trust.Check(after.Own)!.Name);
    }

    [Fact]
    public async Task ARemovedAgent_IsLetInNowhere_AndItsNameIsFree()
    {
        var files = Files("f");
        await Join(Line(), files, "f");
        using var keys = files.Read()!;
        await SomeKeys.OpenSession(host.Http, Node(keys));
        using var people = Https.Coordinator(host);

        await people.RemoveAgent("f", None);

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => SomeKeys.OpenSession(host.Http, Node(keys)));
        Assert.Equal(HttpStatusCode.Unauthorized, refusal.StatusCode);
        using var http = new HttpClient(CoordinatorHandler.For(Node(keys).Trust, keys.Own));
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.PostAsJsonAsync(new Uri(host.Http, "join/renew"), new JoinRequest("f", ""), None)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(new Uri(host.Http, $"blobs/{new string('0', 64)}"), None)).StatusCode);
        await Join(Line(), Files("f-anew"), "f");
        var events = await host.Coordinator.Ask(new Sweep.Coordinator.Questions.EventsAfter("0"), None);
        Assert.Contains("Agent f was removed by owner: its certificate opens nothing any more.", events.Events.Select(e => e.Text));
        await Assert.ThrowsAsync<BadInputException>(() => people.RemoveAgent("nobody", None));
    }

    [Fact]
    public async Task ARemovedAgent_JoinsAnewByAnotherLine_FromItsOwnHome_AndALineThatOpensNothingCostsItNothing()
    {
        var files = Files("g");
        var line = Line();
        await JoinBy(line);
        var serial = Serial();
        await JoinBy(line);
        await JoinBy(line with { Token = new('0', 32) });
        Assert.Equal(serial, Serial());

        using var people = Https.Coordinator(host);
        await people.RemoveAgent("g", None);
        await JoinBy(Line());

        Assert.NotEqual(serial, Serial());
        using var keys = files.Read()!;
        Assert.Equal(64, (await SomeKeys.OpenSession(host.Http, Node(keys))).Length);

        async Task JoinBy(JoinLine by) =>
            Assert.Equal(host.ClusterAddress, (await new LineJoin(by, files, "g", TimeProvider.System, Logger.None).Join(None))!.Text);

        string Serial()
        {
            using var now = files.Read()!;
            return now.Own.SerialNumber;
        }
    }

    private JoinLine Line(int uses = 1) => JoinLine.TryRead(host.Reception.Invite(new(uses)).Line, out var line) ? line : throw new InvalidOperationException();

    private KeyFiles Files(string agent) => new(folder[$"{agent}-keys"]);

    private static Task<string> Join(JoinLine line, KeyFiles files, string agent) => JoinClient.Join(line, files, agent, TimeProvider.System, None);

    private async Task Refused(JoinLine line, string agent, string remedy) =>
        Assert.Contains(remedy, (await Assert.ThrowsAsync<BadInputException>(() => Join(line, Files("refused"), agent))).Message, StringComparison.Ordinal);

    private static NodeKeys Node(PeerKeys keys) => new(keys.Own, new(keys.Authority, TimeProvider.System));

    /// <summary>Plays coordinator with keys of its own, and keeps all that it is told.</summary>
    private static async Task<string> Eavesdrop(TcpListener listener, NodeKeys keys)
    {
        using var client = await listener.AcceptTcpClientAsync();
        await using var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(keys.Own);
        var buffer = new byte[64 * 1024];
        var heard = System.Text.Encoding.ASCII.GetString(buffer, 0, await stream.ReadAsync(buffer));
        var pem = keys.Trust.Authority.ExportCertificatePem();
        await stream.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {pem.Length}\r\n\r\n{pem}"));
        while (await stream.ReadAsync(buffer) is > 0 and var more)
            heard += System.Text.Encoding.ASCII.GetString(buffer, 0, more);
        return heard;
    }
}
