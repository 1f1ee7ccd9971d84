using System.Net;
using System.Net.Sockets;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>What people get wrong, as the shell sees it: one sentence on stderr, exit code 2 or 3, nothing on stdout, nothing lost.</summary>
[ProcessesDoLittle]
public sealed class BadInputTests
{
    [Theory]
    [InlineData("name: a\ndataset: shapes10\nspace: { lr: 1e-3, epochs: 1 }\nobjektive: valLoss\n", "objective")]
    [InlineData("name: a\ndataset: shapes10\nspace: { lr: fast, epochs: 1 }\n", "fast")]
    [InlineData("", "empty")]
    public async Task UnusableSweepFile_IsOneSentence_AndExitCodeTwo(string yaml, string named)
    {
        using var place = new Workplace();
        place.Write("bad.yaml", yaml);
        var (code, output, error) = await place.Sweep("run", "bad.yaml");
        Assert.Equal(2, code);
        Assert.Empty(output);
        Assert.Contains(named, error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
        Assert.Contains("bad.yaml", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingSweepFile_AndMissingDataset_AreSaidBeforeAnythingStarts()
    {
        using var place = new Workplace();
        place.Write("cifar.yaml", "name: a\ndataset: cifar10\nspace: { lr: 1e-3, epochs: 1 }\n");
        var (code, _, error) = await place.Sweep("run", "nowhere.yaml");
        Assert.Equal(2, code);
        Assert.Contains("nowhere.yaml", error, StringComparison.Ordinal);

        (code, _, error) = await place.Sweep("run", "cifar.yaml", "--data", place.Folder);
        Assert.Equal(2, code);
        Assert.Contains(place.Folder, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BrokenRecord_IsNamedWithFileAndPlace()
    {
        using var place = new Workplace();
        var data = Directory.CreateDirectory(Path.Combine(place.Folder, "cifar-10-batches-bin")).FullName;
        SomeCifar.Write(data);
        using (var third = File.OpenWrite(Path.Combine(data, "data_batch_3.bin")))
        {
            third.Position = SomeCifar.RecordBytes * 4;
            third.WriteByte(11);
        }
        place.Write("cifar.yaml", "name: a\ndataset: cifar10\nspace: { lr: 1e-3, epochs: 1 }\n");

        var (code, _, error) = await place.Sweep("run", "cifar.yaml", "--data", place.Folder);

        Assert.Equal(2, code);
        Assert.Contains("data_batch_3.bin", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OccupiedPort_IsNamed()
    {
        using var place = new Workplace();
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var (code, _, error) = await place.Sweep("serve", "--port", $"{port}");
        Assert.Equal(2, code);
        Assert.Contains($"{port}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NoCoordinatorAtTheGivenAddress_IsExitCodeThree()
    {
        using var place = new Workplace();
        var (code, _, error) = await place.Sweep("status", "--coordinator", "https://127.0.0.1:9", "--token", "x", "--ca", new string('0', 64));
        Assert.Equal(3, code);
        Assert.Contains("127.0.0.1:9", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HomeInUse_SubmitsToTheCoordinatorThatHoldsIt()
    {
        using var place = new Workplace();
        place.Write("slow.yaml", "name: slow\ndataset: shapes10\nmodel: { name: simulated, epochMilliseconds: 400 }\nspace: { lr: [1e-3, 2e-3], epochs: 4 }\n");
        place.Write("second.yaml", "name: second\ndataset: shapes10\nmodel: { name: simulated, epochMilliseconds: 5 }\nspace: { lr: 1e-3, epochs: 1 }\n");
        using var first = place.Launch("run", "slow.yaml");
        await first.Until(() => place.EpochsRecorded() >= 1, "the first epoch");

        await place.SweepWell("run", "second.yaml");

        Assert.Equal(0, await first.Ended());
        Assert.Contains("second", await place.SweepWell("status"), StringComparison.Ordinal);
    }
}
