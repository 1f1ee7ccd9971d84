using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>Every cause by which an attempt can end, brought about for real: what it costs, and what a person is told.</summary>
public sealed class CausesTests
{
    private const string Slow = """
        name: slow
        dataset: shapes10
        model: { name: simulated, epochMilliseconds: 1000 }
        maxAttempts: 4
        space: { lr: 1e-3, epochs: 12 }
        """;

    [Fact]
    [ProcessesDoLittle]
    public async Task CrashedAndStalledTrainers_AreCounted_AndTheSweepGoesOnToItsEnd()
    {
        using var lab = new Lab();
        await lab.Serve();
        var agent = lab.Join("only", new() { More = ["--stall-seconds", "15"] });
        using var watching = lab.Submit(Slow);

        // 31 is what a forbidden system call ends with. .NET has no handler of its own for it; a SIGSEGV from outside meets that handler,
        // and the process then ends by 11 or by 6.
        foreach (var (signal, outcome, words) in new[]
        {
            (9, "TrainerCrashed", "ended by signal 9"),
            (31, "TrainerCrashed", "ended by signal 31"),
            (19, "TimedOut", "No step for 15 seconds"),
        })
        {
            var before = lab.Journal.Ends(outcome).Count;
            var epochs = lab.Journal.Epochs;
            await lab.Until(said => said.Epochs > epochs && agent.Trainers.Count == 1, "a trainer is at work");
            var trainer = agent.Trainers[0];
            Launched.Signal(trainer, signal);
            await lab.Until(() => lab.Journal.Ends(outcome).Count > before, $"signal {signal} has ended the attempt");
            Assert.Contains(words, lab.Journal.Details(outcome)[^1], StringComparison.Ordinal);
        }

        Assert.Equal(0, await watching.Ended());
        Assert.Equal(4, lab.Journal.Grants.Count);
        var told = await lab.Server.SweepWell("trial", (await lab.Server.Trials("slow")).Single());
        Assert.All(["4 attempts", "stalled", "attempt 1: The trainer was ended by signal 9", "attempt 3: No step for 15 seconds"],
            words => Assert.Contains(words, told, StringComparison.Ordinal));
        lab.Journal.AssertNothingLostAndNothingRepeated();
    }

    [Fact]
    [ProcessesDoLittle]
    public async Task WithoutTheDataAnywhere_TheSweepWaitsAndSaysWhy_AndGoesOnWithTheAgentThatHasThem()
    {
        using var lab = new Lab();
        await lab.Serve();
        var nowhere = Directory.CreateDirectory(Path.Combine(lab.Server.Folder, "nothing")).FullName;
        lab.Join("only", new() { More = ["--data", nowhere] });
        using var good = lab.Submit(Slow);
        lab.Server.Write("cifar.yaml", "name: cifar\ndataset: { name: cifar10, train: 64, validation: 16 }\nspace: { lr: [1e-3, 2e-3], epochs: 1 }\n");
        using var waiting = lab.Server.Launch("run", "cifar.yaml");
        await waiting.Until(() => waiting.Output.Contains("cifar waits: no agent that is here has its data. Agent only: --data names the folder", StringComparison.Ordinal), "it says why it waits");

        Assert.Contains("cifar waits: no agent", await lab.Server.SweepWell("status"), StringComparison.Ordinal);
        Assert.Equal(0, await good.Ended());
        Assert.False(waiting.HasEnded);
        var data = Directory.CreateDirectory(Path.Combine(lab.Server.Folder, "data")).FullName;
        SomeCifar.Write(data);
        lab.Join("rich", new() { More = ["--data", data] });

        Assert.Equal(0, await waiting.Ended());
        Assert.Empty(lab.Journal.Kind("run-failed"));
        Assert.Contains("CIFAR-10", lab.Journal.Details("BadConfiguration")[0], StringComparison.OrdinalIgnoreCase);
        lab.Journal.AssertNothingLostAndNothingRepeated();
    }

    [Fact]
    public async Task AgentsWithoutTheDataset_GetItFromTheCoordinator_OnceForTheirMachine()
    {
        using var lab = new Lab();
        SomeCifar.Write(Directory.CreateDirectory(Path.Combine(lab.Server.Folder, "data")).FullName);
        await lab.Serve(["--data", Path.Combine(lab.Server.Folder, "data")]);
        var cache = Directory.CreateDirectory(Path.Combine(lab.Server.Folder, "cache")).FullName;
        var poor = new LabAgentOrder { Environment = new Dictionary<string, string> { ["XDG_CACHE_HOME"] = cache } };
        var (one, other) = (lab.Join("one", poor), lab.Join("other", poor));
        await lab.Until(() => one.HasJoined && other.HasJoined, "both agents have joined");
        lab.Server.Write("cifar.yaml", "name: cifar\ndataset: { name: cifar10, train: 64, validation: 16 }\nspace: { lr: [1e-3, 2e-3, 3e-3, 4e-3], epochs: 1 }\n");
        using var training = lab.Server.Launch("run", "cifar.yaml");

        Assert.Equal(0, await training.Ended());

        Assert.Contains("The dataset cifar10 is on this machine now", one.Said + other.Said, StringComparison.Ordinal);
        Assert.Equal(SomeCifar.Files, Directory.GetFiles(Path.Combine(cache, "sweep", "cifar-10-batches-bin")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(lab.Journal.Ends("BadConfiguration"));
        lab.Journal.AssertNothingLostAndNothingRepeated();
    }

    [Fact]
    public async Task RealOutOfMemory_SendsTheRunElsewhere_AndCostsItNothing()
    {
        using var lab = new Lab();
        await lab.Serve();
        // Room for .NET, libtorch and small batches, not for the activations of a large one.
        var small = lab.Join("small", new()
        {
            Through = ["prlimit", "--as=5000000000"],
            Environment = new Dictionary<string, string> { ["DOTNET_GCHeapHardLimit"] = "0x20000000" },
        });
        var large = lab.Join("large");
        await lab.Until(() => small.HasJoined && large.HasJoined, "both machines have joined");
        using var watching = lab.Submit("""
            name: big
            dataset: { name: shapes10, train: 4000, validation: 100 }
            model: notebook-cnn
            precision: mixed
            maxAttempts: 1
            space: { lr: [1e-3, 2e-3], epochs: 1, batchSize: 4000 }
            """);

        Assert.Equal(0, await watching.Ended());
        var lacking = Assert.Single(lab.Journal.Ends("OutOfMemory"));
        Assert.Equal(["small", "large"], lab.Journal.Grants.Where(grant => JournalFacts.Text(grant, "run") == JournalFacts.Text(lacking, "run")).Select(grant => JournalFacts.Text(grant, "agent")));
    }
}
