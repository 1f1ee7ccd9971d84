using System.Net;
using System.Net.Sockets;
using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Coordinator.Tests.Storage;

namespace Sweep.Coordinator.Tests.Homes;

/// <summary>Who knew how to come in before a restart can come in after it.</summary>
public sealed class HomeAccessTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder folder = new();

    private Home Home => Home.At(folder["home"]);

    /// <summary>An address that no other test listens on, so that its ports are this test's alone.</summary>
    private CoordinatorOptions Options => new(Home) { Host = "127.0.0.77" };

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TokenAndPort_AreTheSame_AfterARestart()
    {
        var before = await StartedOnce(Options);
        await using var host = await CoordinatorHost.Start(Options, Logger.None, None);

        Assert.Equal((before.Url, before.Token), (host.Address.Url, host.Address.Token));
        Assert.NotEqual(before.Instance, host.Address.Instance);
        using var client = new HttpCoordinator(before);
        Assert.Empty((await client.Status(None)).Sweeps);
    }

    [Fact]
    public async Task TheFirstPort_IsTheFirstFreeOne_FromTheDefaultOn()
    {
        await using var one = await CoordinatorHost.Start(Options, Logger.None, None);
        await using var two = await CoordinatorHost.Start(Options with { Home = Home.At(folder["two"]) }, Logger.None, None);

        Assert.True(one.Http.Port >= CoordinatorOptions.DefaultHttpPort);
        Assert.True(two.Http.Port >= CoordinatorOptions.DefaultHttpPort);
        Assert.NotEqual(one.Http.Port, two.Http.Port);
        Assert.NotEqual(one.Token, two.Token);
    }

    [Fact]
    public async Task APortThatIsTakenMeanwhile_IsReplacedByAFreeOne_AndTheTokenStays()
    {
        var before = await StartedOnce(Options);
        using var holder = new TcpListener(IPAddress.Parse(before.Url.Host), before.Url.Port);
        holder.Start();
        await using var host = await CoordinatorHost.Start(Options, Logger.None, None);

        Assert.NotEqual(before.Url.Port, host.Http.Port);
        Assert.Equal(before.Token, host.Token);
    }

    [Fact]
    public async Task AnyFreePort_IsForThisTimeOnly()
    {
        var before = await StartedOnce(Options);
        await StartedOnce(Options with { HttpPort = 0 });
        await using var host = await CoordinatorHost.Start(Options, Logger.None, None);

        Assert.Equal(before.Url, host.Address.Url);
    }

    [Fact]
    public async Task ANewToken_ShutsOutWhoKnowsTheOldOne()
    {
        var before = await StartedOnce(Options);
        await using var host = await CoordinatorHost.Start(Options with { NewToken = true }, Logger.None, None);

        Assert.NotEqual(before.Token, host.Token);
        using var client = Https.Coordinator(host, before.Token);
        await Assert.ThrowsAsync<NoCoordinatorException>(() => client.Status(None));
    }

    [Fact]
    public async Task TheFile_IsItsOwnersAlone_AndOneThatCannotBeRead_IsMadeAnew()
    {
        await StartedOnce(Options);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Home.AccessFile));
        await File.WriteAllTextAsync(Home.AccessFile, "{ \"token\": ", None);

        var after = await StartedOnce(Options);

        Assert.NotEmpty(after.Token);
        Assert.Equal(after.Token, (await StartedOnce(Options)).Token);
    }

    private static async Task<CoordinatorAddress> StartedOnce(CoordinatorOptions options)
    {
        await using var host = await CoordinatorHost.Start(options, Logger.None, None);
        return host.Address;
    }
}
