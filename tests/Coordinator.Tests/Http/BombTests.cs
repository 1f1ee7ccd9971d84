using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Cli;
using Sweep.Coordinator.Tests.Hosting;
using Sweep.Coordinator.Tests.Storage;
using Sweep.Protocol.Keys;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Tests.Http;

/// <summary>
/// Small things that unfold into large ones, and bodies that do not end: what they are answered with, and that the coordinator is there
/// afterwards.
/// </summary>
public sealed class BombTests(StartedCoordinator started) : IClassFixture<StartedCoordinator>, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Json =>
    [
        new string('[', 100_000),
        string.Concat(Enumerable.Repeat("{\"spec\":", 100_000)),
        $$"""{"spec":{{new string('[', 60)}}{{new string(']', 60)}},"source":""}""",
        $$"""{"spec":{"name":"{{new string('x', 1_000_000)}}"},"source":""}""",
        """{"spec":{"name":"a","maxAttempts":1e999999},"source":""}""",
    ];

    [Theory]
    [MemberData(nameof(Json))]
    public async Task AJsonBomb_IsOneSentence(string body)
    {
        using var http = Https.To(started.Host, started.Host.Token);

        using var answer = await http.PostAsync("api/sweeps", new StringContent(body, Encoding.UTF8, "application/json"), None);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True((await answer.Content.ReadAsByteArrayAsync(None)).Length < 4096);
        await IsThere();
    }

    /// <summary>A spec of a few bytes, past every check of the command line, that would be more trials than there are atoms.</summary>
    [Fact]
    public async Task ASpecThatUnfoldsIntoTooManyTrials_IsOneSentence()
    {
        using var http = Https.To(started.Host, started.Host.Token);
        var request = System.Text.Json.JsonSerializer.SerializeToNode(new SubmitRequest(Specs.Simulated("many"), "name: many\n"), StrictJson.Options)!;
        foreach (var axis in new[] { "lr", "weightDecay" })
            request["spec"]!["space"]![axis] = new JsonObject { ["linear"] = new JsonArray(1e-9, 1), ["count"] = 1_000_000_000 };

        using var answer = await http.PostAsync("api/sweeps", new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json"), None);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain("many", (await started.Client.Status(None)).Sweeps.Select(sweep => sweep.Name));
    }

    [Theory]
    [InlineData("name: [")]
    [InlineData("a: &a [x, x, x, x, x, x, x, x]\n")]
    public async Task AYamlBomb_IsOneSentence_AndNothingIsSubmitted(string begin)
    {
        var yaml = new StringBuilder(begin);
        if (begin[0] == 'a')
            for (var c = 'b'; c <= 'l'; c++)
                yaml.Append($"{c}: &{c} [{string.Join(", ", Enumerable.Repeat($"*{(char)(c - 1)}", 8))}]\n");
        else
            yaml.Append('[', 200_000);
        File.WriteAllText(folder["bomb.yaml"], yaml.ToString());

        var ran = await CommandLine.Sweep("submit", folder["bomb.yaml"], "--home", started.Home.Folder);

        Assert.Equal((ExitCode.BadInput, ""), (ran.ExitCode, ran.Out));
        Assert.InRange(ran.Error.Length, 10, 1000);
        Assert.Equal("grid", Assert.Single((await started.Client.Status(None)).Sweeps).Name);
    }

    /// <summary>Kestrel waits for a body five seconds, and then asks for 240 bytes a second.</summary>
    [Fact]
    public async Task ABodyThatStandsStill_IsGivenUp()
    {
        var answer = await Said("Content-Length: 1000", async stream => await stream.WriteAsync("{"u8.ToArray(), None));

        Assert.StartsWith("HTTP/1.1 408 ", answer, StringComparison.Ordinal);
        await IsThere();
    }

    [Fact]
    public async Task ABodyInPiecesWithoutAnEnd_IsGivenUpAtTheBound()
    {
        var piece = Encoding.ASCII.GetBytes($"10000\r\n{new string(' ', 0x10000)}\r\n");
        var sent = 0;

        var answer = await Said("Transfer-Encoding: chunked", async stream =>
        {
            for (; sent < 1000; sent++)
                await stream.WriteAsync(piece, None);
        });

        Assert.True(sent < 1000, "it takes as much as it is sent");
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 413 ", StringComparison.Ordinal), answer);
        await IsThere();
    }

    [Theory]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5")]
    [InlineData("Content-Length: 5\r\nContent-Length: 6")]
    [InlineData("Content-Length: -1")]
    [InlineData("Content-Length: 99999999999999999999")]
    public async Task ABodyWhoseLengthIsSaidTwiceOrNotAtAll_IsRefused(string headers)
    {
        var answer = await Said(headers, async stream => await stream.WriteAsync("0\r\n\r\nGET /health HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), None));

        Assert.Matches("^(HTTP/1.1 4[0-9][0-9] |$)", answer);
        Assert.DoesNotContain("\"status\":\"ok\"", answer, StringComparison.Ordinal);
    }

    private async Task IsThere() => Assert.NotEmpty((await started.Client.Status(None)).Sweeps);

    /// <returns>All that comes back until the coordinator hangs up.</returns>
    private async Task<string> Said(string headers, Func<Stream, Task> body)
    {
        using var caller = new TcpClient();
        await caller.ConnectAsync(IPAddress.Loopback, started.Host.Http.Port, None);
        await using var stream = new SslStream(
            caller.GetStream(), false,
            (_, certificate, _, _) => Https.TrustOf(started.Host).Check(certificate as System.Security.Cryptography.X509Certificates.X509Certificate2) is not null);
        await stream.AuthenticateAsClientAsync("localhost");
        var bearer = new AuthenticationHeaderValue("Bearer", started.Host.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /api/sweeps HTTP/1.1\r\nHost: localhost\r\nAuthorization: {bearer}\r\nContent-Type: application/json\r\n{headers}\r\n\r\n"), None);
        var answer = ToTheEnd(stream);
        try
        {
            await body(stream);
        }
        catch (IOException)
        {
            // It has hung up.
        }
        return await answer;
    }

    private static async Task<string> ToTheEnd(Stream stream)
    {
        var said = new StringBuilder();
        var buffer = new byte[4096];
        try
        {
            while (await stream.ReadAsync(buffer, None) is > 0 and var read)
                said.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (IOException)
        {
            // Cut off in the middle: what came before is the answer.
        }
        return said.ToString();
    }
}
