using Serilog.Core;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Experiments.Inputs;
using Sweep.Protocol.Keys;

namespace Sweep.Coordinator.Tests.Homes;

public sealed class HomeKeysTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private Home Home => Home.At(folder["home"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task AHome_HasTheSameKeysFromStartToStart_AndTheCoordinatorANewCertificate()
    {
        string first, hash;
        await using (var host = await CoordinatorHost.Start(new(Home), Logger.None, CancellationToken.None))
            (first, hash) = (host.Address.Ca!, CertificateAuthority.HashOf(host.Address.Trust()!.Authority));
        await using var again = await CoordinatorHost.Start(new(Home), Logger.None, CancellationToken.None);

        Assert.Equal(first, again.Address.Ca);
        Assert.Equal(hash, CertificateAuthority.HashOf(again.Address.Trust()!.Authority));
        using var client = new HttpCoordinator(again.Address);
        Assert.Empty((await client.Status(CancellationToken.None)).Sweeps);
    }

    [Fact]
    public void ARevokedSerial_StaysRevoked_AndAListThatCannotBeReadLetsNobodyIn()
    {
        using (var keys = HomeKeys.Open(Home, [], TimeProvider.System))
        {
            using var agent = keys.Authority.Issue(PeerKind.Agent, "box-1", [], TimeSpan.FromDays(1), TimeProvider.System.GetUtcNow());
            Assert.NotNull(keys.Trust.Check(agent));
            keys.Revoke(agent.SerialNumber);
            keys.Revoke(agent.SerialNumber);
            Assert.Null(keys.Trust.Check(agent));
            using var again = HomeKeys.Open(Home, [], TimeProvider.System);
            Assert.Null(again.Trust.Check(agent));
        }
        var list = Path.Combine(Home.Keys, "revoked.json");
        File.WriteAllText(list, "{}");

        var refused = Assert.Throws<BadInputException>(() => HomeKeys.Open(Home, [], TimeProvider.System));
        Assert.StartsWith($"{list} cannot be read (", refused.Message, StringComparison.Ordinal);
    }
}
