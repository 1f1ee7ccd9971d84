using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Sweep.GpuAgent.Tests.Actors;

namespace Sweep.GpuAgent.Tests.Hosting;

/// <summary>The real program in a real cluster, with trainers of its own, against a coordinator written by hand.</summary>
public abstract class AgentAndItsCoordinator : IAsyncLifetime
{
    private protected const int LongEpoch = 600_000;
    private protected readonly TemporaryFolder home = new();
    private protected BlobServer blobs = null!;
    private protected Script script = null!;
    private protected CoordinatorNode coordinator = null!;

    public async ValueTask InitializeAsync()
    {
        blobs = await BlobServer.Start();
        script = new Script(blobs.Store);
        coordinator = new CoordinatorNode(script, FreePort());
        SomeKeys.Give(home.Path, "lab-1");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await coordinator.DisposeAsync();
        await blobs.DisposeAsync();
        home.Dispose();
    }

    private protected AgentProcess StartAgent(params string[] more) => new(Arguments(more));

    /// <param name="systemd">The socket where the agent says how far it is.</param>
    private protected AgentProcess StartService(string systemd) => new(systemd, Arguments([]));

    private string[] Arguments(string[] more) =>
        [.. more.Contains("--join") ? Array.Empty<string>() : ["--join", coordinator.Address], "--name", "lab-1", "--home", home.Path, "--slots", "1", "--port", "0", .. more];

    private protected int TrainerPid() => int.Parse(Path.GetFileName(Assert.Single(Directory.GetFiles(home["trainers"]))), CultureInfo.InvariantCulture);

    private protected static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
