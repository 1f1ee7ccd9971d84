using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>Checkpoints travel: what one machine has trained, another continues, also where that machine and its disk are gone.</summary>
[ProcessesDoLittle]
public sealed class TravelTests
{
    [Fact]
    public async Task LostMachine_CostsNothingButItsEpoch_AndAnotherContinuesFromTheCoordinatorsCheckpoint()
    {
        using var lab = new Lab(leaseSeconds: 15);
        await lab.Serve();
        var first = lab.Join("first");
        using var watching = lab.Submit(RealLabGrid.Yaml);
        await lab.Freeze([first], TwoEpochsOfOneRun, "two epochs of a run are recorded");

        await first.LoseMachine();
        lab.Join("second");
        await lab.Until(said => said.Epochs == RealLabGrid.Epochs && said.Ends("Completed").Count == RealLabGrid.Runs, "the sweep is complete");

        var lost = Assert.Single(lab.Journal.Ends("AgentLost"));
        var continued = lab.Journal.GrantsTo("second").Single(grant => JournalFacts.Text(grant, "run") == JournalFacts.Text(lost, "run"));
        Assert.Equal(lab.Journal.EpochsUnder(JournalFacts.Lease(lost)), JournalFacts.Number(continued, "fromEpoch"));
        Assert.InRange(JournalFacts.Number(continued, "fromEpoch"), 2, 4);
        Assert.Equal(2, JournalFacts.Number(continued, "attempt"));
        lab.Journal.AssertNothingLostAndNothingRepeated();
        Assert.Equal(await RealLabGrid.Undisturbed, await lab.Server.Metrics());
    }

    [Fact]
    public async Task TransfersCutAndDamagedOnTheWay_AreRepeatedAndVerified()
    {
        // The coordinator is known as 127.0.0.2, where only two bad wires listen.
        using var lab = new Lab("127.0.0.2", leaseSeconds: 15) { Listens = "127.0.0.1" };
        using var cluster = new Wire(new("127.0.0.2", lab.Port), new("127.0.0.1", lab.Port));
        using var http = new Wire(new("127.0.0.2", lab.HttpPort), new("127.0.0.1", lab.HttpPort));
        await lab.Serve();
        // Of what agents send, every checkpoint is some hundred kilobytes: the first is cut in its middle, the second damaged there.
        http.CutAfter(100_000);
        var first = lab.Join("first", new() { More = ["--host", "127.0.0.1"] });
        using var watching = lab.Submit(RealLabGrid.Yaml);
        await lab.Until(() => http.Cuts == 1, "an upload is cut");
        http.DamageAfter(100_000);
        await lab.Until(() => http.Damages == 1, "an upload is damaged");
        await lab.Freeze([first], TwoEpochsOfOneRun, "two epochs of a run are recorded all the same");

        await first.LoseMachine();
        http.DamageAfter(100_000);
        lab.Join("second", new() { More = ["--host", "127.0.0.1"] });
        await lab.Until(() => http.Damages == 2, "the download is damaged");
        await lab.Until(said => said.Epochs == RealLabGrid.Epochs, "the sweep is complete");

        Assert.Empty(lab.Journal.Ends("TrainerCrashed"));
        Assert.Empty(lab.Journal.Ends("CheckpointLost"));
        lab.Journal.AssertNothingLostAndNothingRepeated();
        AssertBlobsAreWhatTheirNamesSay(lab.Server.Home);
        Assert.Equal(await RealLabGrid.Undisturbed, await lab.Server.Metrics());
    }

    /// <summary>Another machine has something to continue.</summary>
    private static bool TwoEpochsOfOneRun(JournalFacts said) => said.HeldBy("first").Any(lease => said.EpochsUnder(lease) >= 2);

    private static void AssertBlobsAreWhatTheirNamesSay(string home)
    {
        var blobs = Directory.GetDirectories(Path.Combine(home, "blobs"), "??").SelectMany(Directory.GetFiles).ToList();
        Assert.NotEmpty(blobs);
        Assert.All(blobs, blob => Assert.Equal(Path.GetFileName(blob), Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(blob)))));
    }
}
