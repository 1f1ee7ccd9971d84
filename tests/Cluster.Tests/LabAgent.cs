using Sweep.Shared;

namespace Sweep.Cluster.Tests;

/// <summary>How an agent of the lab is started.</summary>
internal sealed record LabAgentOrder
{
    public int Slots { get; init; } = 1;

    /// <summary>0 is any.</summary>
    public int Port { get; init; }

    /// <summary>The address it joins; null is the coordinator's own.</summary>
    public string? Coordinator { get; init; }

    /// <summary>What to run it through, <c>ip netns exec</c> or <c>prlimit</c>.</summary>
    public IReadOnlyList<string> Through { get; init; } = [];
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
    public IReadOnlyList<string> More { get; init; } = [];
}

/// <summary>An agent: its machine's disk is a folder, and its process can be started, stopped and killed with or without it.</summary>
internal sealed class LabAgent : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sweep-agent-").FullName;
    private string join;
    private readonly string lab;
    private readonly LabAgentOrder order;
    private readonly List<string> earlier = [];

    /// <param name="lab">The home of the coordinator, whose authority signs it.</param>
    public LabAgent(string name, string join, string lab, LabAgentOrder order)
    {
        (Name, this.join, this.lab, this.order) = (name, join, lab, order);
        Process = Start();
    }

    public string Name { get; }
    public string Home => Path.Combine(folder, "home");
    public Launched Process { get; private set; }
    public string Said => string.Join('\n', [.. earlier, Process.Said]);

    /// <summary>Living trainers, by process id.</summary>
    public IReadOnlyList<int> Trainers => Process.Descendants("sweep-agent.dll train");

    /// <summary>The agent and its trainers, by process id.</summary>
    public IReadOnlyList<int> Tree => [Process.Id, .. Trainers];

    public bool HasJoined => Said.Contains("Registered with the coordinator", StringComparison.Ordinal);

    /// <summary>How often this agent's actor system was replaced because the cluster had dropped it, or because it did not see the coordinator.</summary>
    public int TimesDropped => Said.Split("joins anew").Length - 1;

    /// <summary>Epochs that were ever put into the outbox on its disk.</summary>
    public int EpochsReported
    {
        get
        {
            var outbox = Path.Combine(Home, "outbox");
            if (!File.Exists(outbox))
                return 0;
            using var reader = new StreamReader(new FileStream(outbox, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
            return reader.ReadToEnd().Split("epoch-completed").Length - 1;
        }
    }

    /// <summary>Kills the agent and leaves its disk.</summary>
    public async Task Kill()
    {
        var trainers = Trainers;
        Process.KillHard();
        await Process.Ended();
        await Launched.Gone(trainers);
    }

    /// <param name="elsewhere">Where the coordinator is by now; null is where it was.</param>
    public void Restart(string? elsewhere = null)
    {
        join = elsewhere ?? join;
        earlier.Add(Process.Said);
        Process.Dispose();
        Process = Start();
    }

    /// <summary>The machine is gone: the agent, its trainers and everything on its disk.</summary>
    public async Task LoseMachine()
    {
        var trainers = Trainers;
        foreach (var process in trainers.Append(Process.Id))
            Launched.Signal(process, 9);
        await Process.Ended();
        await Launched.Gone(trainers);
        Directory.Delete(Home, recursive: true);
    }

    public void Dispose()
    {
        Process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Launched Start()
    {
        if (!Directory.Exists(Path.Combine(Home, "keys")))
            SomeKeys.Give(Home, Name, lab);
        return Launched.Start(order.Through, Programs.Agent, folder, order.Environment,
            ["--join", join, "--name", Name, "--home", Home, "--slots", $"{order.Slots}", "--port", $"{order.Port}", .. order.More]);
    }
}
