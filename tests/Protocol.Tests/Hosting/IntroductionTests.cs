using System.Net;
using System.Net.Sockets;
using Sweep.Protocol.Hosting;

namespace Sweep.Protocol.Tests.Hosting;

public sealed class IntroductionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Node_SaysHowItSpellsItsOwnAddress_HoweverItIsAsked(string spelling)
    {
        var port = Node.FreePort();
        await using var coordinator = await Node.Coordinator(port);

        for (var again = 0; again < 3; again++)
            Assert.Equal($"127.0.0.1:{port}", await Introduction.Ask($"{spelling}:{port}", SomeKeys.Somebody, Patience, CancellationToken.None));
    }

    [Fact]
    public async Task NobodyThere_OrNoNodeOfSweep_IsNoAnswer()
    {
        Assert.Null(await Introduction.Ask($"127.0.0.1:{Node.FreePort()}", SomeKeys.Somebody, Patience, CancellationToken.None));
        Assert.Null(await Introduction.Ask("no-such-host.invalid:4053", SomeKeys.Somebody, Patience, CancellationToken.None));
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var asking = Introduction.Ask(other.LocalEndpoint.ToString()!, SomeKeys.Somebody, Patience, CancellationToken.None);
        using (var client = await other.AcceptTcpClientAsync())
            await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray());
        Assert.Null(await asking);
    }
}
