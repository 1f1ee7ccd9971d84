using System.Text.Json;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>A machine on which nothing trains, beside a good one: it is benched, everybody is told, no trial fails, and mended it is taken back.</summary>
[ProcessesDoLittle]
public sealed class BenchTests
{
    [Fact]
    public async Task BrokenMachine_IsQuarantined_AndReadmittedByOneCanary_AndNoTrialFailsBecauseOfIt()
    {
        using var lab = new Lab();
        await lab.Serve();
        // A library that is no library stands in libtorch's way, as after an interrupted update.
        var broken = Path.Combine(Directory.CreateDirectory(Path.Combine(lab.Server.Folder, "lib")).FullName, "libc10.so");
        File.WriteAllText(broken, "no library");
        var bad = lab.Join("bad", new() { Environment = new Dictionary<string, string> { ["LD_LIBRARY_PATH"] = Path.GetDirectoryName(broken)! } });
        var good = lab.Join("good");
        await lab.Until(() => bad.HasJoined && good.HasJoined, "both machines have joined");
        using var real = lab.Submit("""
            name: real
            dataset: { name: shapes10, train: 400, validation: 100 }
            model: notebook-cnn
            precision: mixed
            space: { lr: [1e-3, 2e-3, 3e-3, 4e-3, 5e-3, 6e-3], epochs: 2 }
            """);
        await lab.Until(said => said.Kind("agent-quarantined").Count == 1, "the bad machine is quarantined");
        // Where nothing is left to train no canary is sent, so that it stays quarantined for as long as it takes to look.
        Assert.Equal(0, await real.Ended());

        var table = await lab.Server.SweepWell("agents", "--json");
        using (var agents = JsonDocument.Parse(table))
        {
            var view = agents.RootElement.EnumerateArray().Single(agent => agent.GetProperty("agent").GetString() == "bad");
            Assert.Equal("quarantined", view.GetProperty("state").GetString());
            Assert.Contains("different runs in a row failed on agent bad while agent good trains", view.GetProperty("note").GetString(), StringComparison.Ordinal);
        }
        Assert.Contains("quarantined", await lab.Server.SweepWell("status", "--json"), StringComparison.Ordinal);
        Assert.Contains("Agent bad quarantined", lab.Coordinator.Said, StringComparison.Ordinal);
        Assert.Contains("libtorch does not load", lab.Journal.Details("TrainerCrashed")[0], StringComparison.Ordinal);

        // The next sweep has work for longer than any wait for a canary.
        File.Delete(broken);
        lab.Server.Write("more.yaml", """
            name: more
            dataset: shapes10
            model: { name: simulated, epochMilliseconds: 1000 }
            space: { lr: { linear: [1e-3, 2e-3], count: 5000 }, epochs: 1 }
            """);
        using var more = lab.Server.Launch("run", "more.yaml");
        await lab.Until(
            said => said.Kind("agent-readmitted").Count == 1 && said.GrantsTo("bad").Count(grant => JournalFacts.Text(grant, "sweep") == "more") >= 2,
            "the mended machine is readmitted and has work again");

        await lab.Server.SweepWell("cancel", "more");
        await more.Ended();
        Assert.Empty(lab.Journal.Kind("run-failed"));
        lab.Journal.AssertNothingLostAndNothingRepeated();
    }
}
