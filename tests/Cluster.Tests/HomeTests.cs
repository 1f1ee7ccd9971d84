using System.Text.Json;
using Sweep.Shared;
using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>One home and several processes that want something of it, as real processes: runs, questions, signals and surroundings that are odd.</summary>
public sealed class HomeTests
{
    private const int Continue = 18;
    private const int Stop = 19;
    private const int OutputFromTheBackground = 22;

    [Fact]
    [ProcessesDoLittle]
    public async Task RunWhoseCoordinatorWasAnotherRun_GoesOnWhenThatIsKilled_AndPrintsItsWinner()
    {
        using var place = new Workplace();
        place.Write("first.yaml", Sweep("first", milliseconds: 400, epochs: 100_000));
        place.Write("second.yaml", Sweep("second", milliseconds: 1, epochs: 20));
        using var first = place.Launch("run", "first.yaml", "--slots", "1");
        await first.Until(() => place.EpochsRecorded() >= 1, "the first epoch");
        using var second = place.Launch("run", "second.yaml", "--slots", "1");
        await second.Until(() => second.Output.Contains("second: 2 trials", StringComparison.Ordinal), "the second sweep is submitted");

        first.KillHard();

        await second.Until(() => second.Error.Contains("this goes on in its place", StringComparison.Ordinal), "the second takes over");
        await place.SweepWell("cancel", "first");
        Assert.Equal(0, await second.Ended());
        Assert.Contains("best of second", second.Output, StringComparison.Ordinal);
        Assert.Equal(2, second.Output.Split('\n').Count(line => line.StartsWith("completed lr", StringComparison.Ordinal)));
    }

    [Fact]
    [ProcessesDoLittle]
    public async Task CoordinatorThatIsStopped_IsSaidToBeStopped_AndAnswersWhenItGoesOn()
    {
        using var place = new Workplace();
        using var serving = place.Launch("serve", "--port", "0");
        await serving.Until(() => serving.Output.Contains("Agents join", StringComparison.Ordinal), "the coordinator is up");
        Launched.Signal(serving.Id, Stop);

        using var asking = place.Launch("status", "--json");
        await asking.Until(() => asking.Error.Contains("does not answer, because it is stopped", StringComparison.Ordinal), "the wait is said");
        Launched.Signal(serving.Id, Continue);

        Assert.Equal(0, await asking.Ended());
        Assert.Contains("\"live\": true", asking.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stop that process", asking.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProxyInTheEnvironment_HidesNoCoordinatorOfThisHome_NorOneOfThisMachine()
    {
        using var place = new Workplace();
        var proxy = new Dictionary<string, string> { ["http_proxy"] = "http://127.0.0.1:9", ["HTTP_PROXY"] = "http://127.0.0.1:9", ["all_proxy"] = "http://127.0.0.1:9" };
        using var serving = place.Launch("serve", "--port", "0", "--json");
        await serving.Until(() => serving.Output.EndsWith("}\n", StringComparison.Ordinal), "the coordinator is up");
        using var served = JsonDocument.Parse(serving.Output);
        ApprovedShape.Is("serve", served.RootElement);
        var url = served.RootElement.GetProperty("url").GetString()!;

        foreach (var arguments in new string[][] { ["status", "--json"], ["agents", "--coordinator", url, "--token", Token(place)] })
        {
            using var asking = Launched.Start(Programs.Sweep, place.Folder, proxy, arguments);
            Assert.True(await asking.Ended() == 0, asking.Said);
        }
    }

    [Fact]
    public async Task CtrlZAndBg_StopTheWholeTree_AndLetAllOfItGoOn()
    {
        using var place = new Workplace();
        place.Write("endless.yaml", Sweep("endless", milliseconds: 200, epochs: 100_000));
        using var run = place.Launch("run", "endless.yaml", "--slots", "1");
        await run.Until(() => place.EpochsRecorded() >= 1, "the first epoch");
        int[] tree = [run.Id, .. run.Descendants("sweep-agent.dll")];
        Assert.True(tree.Length >= 3, "a coordinator, an agent and a trainer");

        // What Ctrl-Z comes to. Its own signal is lost on a group of processes that no shell watches, as that of these tests may be.
        Array.ForEach(tree, process => Launched.Signal(process, Stop));
        await run.Until(() => tree.All(IsStopped), "the whole tree is stopped");
        var before = place.EpochsRecorded();
        Array.ForEach(tree, process => Launched.Signal(process, Continue));
        // What the kernel sends to the whole group when the coordinator's runtime sets up the terminal from the background.
        foreach (var process in tree.Skip(1))
            Launched.Signal(process, OutputFromTheBackground);

        await run.Until(() => place.EpochsRecorded() >= before + 3, "three more epochs");
        Assert.Equal((1, 0), (place.JournalLines("lease-granted"), place.JournalLines("lease-ended")));
        run.Interrupt();
        Assert.Equal(130, await run.Ended());
    }

    [Fact]
    [ProcessesDoLittle]
    public async Task EmptyVariables_AreOneSentence()
    {
        using var place = new Workplace();
        foreach (var (program, name, arguments) in new[]
        {
            (Programs.Sweep, "SWEEP_HOME", new[] { "status" }),
            (Programs.Sweep, "SWEEP_DATA", ["data", "stats"]),
            (Programs.Sweep, "SWEEP_AGENT", ["run", "--name", "x", "--lr", "1e-3", "--epochs", "1", "--dataset", "shapes10"]),
            (Programs.Sweep, "SWEEP_TOKEN", ["status", "--coordinator", "https://127.0.0.1:9"]),
        })
        {
            using var asked = Launched.Start(program, place.Folder, new Dictionary<string, string> { [name] = "" }, arguments);
            Assert.Equal(2, await asked.Ended());
            Assert.Contains($"{name} is set but empty", asked.Error, StringComparison.Ordinal);
            Assert.Single(asked.Error.Trim().Split('\n'));
        }
        foreach (var option in new[] { "--join", "--home", "--name", "--data", "--host", "--bind" })
        {
            using var agent = Launched.Start(Programs.Agent, place.Folder, null, [.. option == "--join" ? [] : new[] { "--join", "127.0.0.1:9" }, option, ""]);
            Assert.Equal(2, await agent.Ended());
            Assert.Contains($"{option} is given but empty", agent.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task HomeThatMayOnlyBeRead_AnswersEveryQuestion_AndRefusesWhatIsNewInOneSentence()
    {
        using var place = new Workplace();
        place.Write("done.yaml", Sweep("done", milliseconds: 1, epochs: 2));
        place.Write("other.yaml", Sweep("other", milliseconds: 1, epochs: 2));
        Directory.CreateDirectory(place.Home);
        using var disk = SmallDisk.CanBeMade ? new SmallDisk(place.Home, "16m") : null;
        await place.SweepWell("run", "done.yaml", "--slots", "1");
        if (disk is not null)
            disk.Resize("16m,ro");
        else
            MakeReadOnly(place.Home, readOnly: true);
        try
        {
            foreach (var question in new string[][] { ["best"], ["results"], ["status"], ["trial", "best"], ["query", "SELECT _id FROM trials"], ["verify"], ["run", "done.yaml"], ["report", "--out", "r.html"] })
                await place.SweepWell(question);
            foreach (var order in new string[][] { ["run", "other.yaml"], ["cancel", "done"], ["db", "rebuild"], ["serve", "--port", "0"] })
            {
                var (code, output, error) = await place.Sweep(order);
                Assert.Equal((2, ""), (code, output));
                Assert.Contains("may only be read", error, StringComparison.Ordinal);
                Assert.Single(error.Trim().Split('\n'));
            }
        }
        finally
        {
            if (disk is null)
                MakeReadOnly(place.Home, readOnly: false);
        }
    }

    private static string Sweep(string name, int milliseconds, int epochs) =>
        $"name: {name}\ndataset: {{ name: shapes10, train: 300, validation: 50 }}\nmodel: {{ name: simulated, epochMilliseconds: {milliseconds} }}\nspace: {{ lr: [1e-3, 2e-3], epochs: {epochs} }}\n";

    private static string Token(Workplace place) => File.ReadAllText(Path.Combine(place.Home, "coordinator.json")).Split("\"token\": \"")[1].Split('"')[0];

    private static bool IsStopped(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return stat[stat.LastIndexOf(')') + 2] == 'T';
    }

    private static void MakeReadOnly(string folder, bool readOnly)
    {
        if (OperatingSystem.IsWindows())
            return;
        var (files, folders) = readOnly
            ? (UnixFileMode.UserRead, UnixFileMode.UserRead | UnixFileMode.UserExecute)
            : (UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (!readOnly)
            File.SetUnixFileMode(folder, folders);
        foreach (var path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).ToList())
            File.SetUnixFileMode(path, Directory.Exists(path) ? folders : files);
        if (readOnly)
            File.SetUnixFileMode(folder, folders);
    }
}
