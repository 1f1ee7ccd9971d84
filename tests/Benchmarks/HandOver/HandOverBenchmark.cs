using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sweep.Benchmarks.Restart;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;

namespace Sweep.Benchmarks.HandOver;

/// <summary>
/// What it costs to hand a run over: <c>sweep serve</c> in one process, real agents in another, over TLS, with trainers that learn nothing.
/// Trials a second where an epoch takes no time; the time that a slot is without an order between two runs; how often a trial has a disk sync;
/// and epochs a second where nothing but the coordinator is asked.
/// </summary>
internal static class HandOverBenchmark
{
    private const string Sweep = "handover";
    private const int Slots = 16;
    private const int SmallCheckpoint = 2_048;
    private const int CheckpointOfNotebook = 262_144;

    public static async Task<int> Run(string[] arguments)
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 10_000 };
        var only = new Option<string?>("--only");
        only.AcceptOnlyFromAmong("noop", "stored", "second", "epochs", "many");
        var command = new RootCommand { rounds, trials, only };
        command.SetAction(parsed => Measure(parsed.GetValue(rounds), parsed.GetValue(trials), parsed.GetValue(only)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static async Task Measure(int rounds, int trials, string? only)
    {
        var load = History.Load();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{History.Machine()}, .NET {Environment.Version}, load {load}; {rounds} rounds"));
        var measured = new Dictionary<string, (string Unit, List<double> Values)>();

        void Note(string name, string unit, double value)
        {
            if (!measured.TryGetValue(name, out var known))
                measured.Add(name, known = (unit, []));
            known.Values.Add(value);
        }

        for (var round = 0; round < rounds; round++)
        {
            if (only is null or "noop")
                await Trained("no-op trials; no checkpoint", new(trials, 1, Slots, TimeSpan.Zero, 0), Note);
            if (only is null or "stored")
                await Trained("no-op trials; 2 kB checkpoint", new(trials / 4, 1, Slots, TimeSpan.Zero, SmallCheckpoint), Note);
            if (only is null or "second")
                await Trained("1 s trials; 256 kB checkpoint", new(trials * 8 / 125, 1, Slots, TimeSpan.FromSeconds(1), CheckpointOfNotebook), Note);
            if (only is null or "epochs")
            {
                await Epochs("durable epochs, a message each", 3 * trials, together: false, Note);
                await Epochs("durable epochs, those of a run together", 6 * trials, together: true, Note);
            }
            if (only is "many")
                await Trained("50 agents of 8 slots; 5 s trials", new(50 * 8 * 4, 50, 8, TimeSpan.FromSeconds(5), 0), Note);
        }
        History.Add(load, [.. measured.Select(one => new Figure("handover", one.Key, one.Value.Unit, one.Value.Values))]);
    }

    /// <summary>Syncs are counted in a run of their own: strace stops a process at every call to the system, and so halves what it does.</summary>
    private static async Task Trained(string what, HandOverLoad load, Action<string, string, double> note)
    {
        await Trained(what, load, note, counts: false);
        if (load.Agents == 1)
            await Trained(what, load with { Trials = Math.Max(load.Trials / 10, 10 * load.SlotsEach) }, note, counts: true);
    }

    private static async Task Trained(string what, HandOverLoad load, Action<string, string, double> note, bool counts)
    {
        await InHome(
            FormattableString.Invariant($"name: {Sweep}\ndataset: shapes10\nmodel: simulated\nspace: {{ lr: 1e-3, epochs: 1, weightDecay: {{ linear: [0, 1], count: {load.Trials} }} }}"),
            async home =>
            {
                using var served = await ServedCoordinator.Start(home);
                using var agents = Process.Start(new ProcessStartInfo(
                    "dotnet", [typeof(HandOverBenchmark).Assembly.Location, HandOverAgents.Verb, home.Folder, Path.Combine(home.Folder, "agents"), .. load.Arguments])
                {
                    RedirectStandardInput = true,
                    RedirectStandardOutput = true,
                })!;
                try
                {
                    await (counts ? Count(what, load, served, agents, note) : Watch(what, load, home, served, agents, note));
                }
                finally
                {
                    agents.StandardInput.Close();
                    await agents.WaitForExitAsync();
                }
            });
    }

    private static async Task Watch(
        string what, HandOverLoad load, Home home, ServedCoordinator served, Process agents, Action<string, string, double> note)
    {
        var before = served.ProcessorTime;
        var saying = agents.StandardOutput.ReadLineAsync();
        // Agents whose coordinator is gone wait for another.
        if (await Task.WhenAny(saying, served.Ended()) != saying)
            throw new InvalidOperationException("sweep serve ended before its agents.");
        var line = await saying ?? throw new InvalidOperationException("The agents ended without a word.");
        var said = line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture)).ToArray();
        var projected = Stopwatch.GetTimestamp();
        using (var http = new HttpCoordinator(served.Address))
        {
            var table = await http.Ask(new TrialQuestion(Sweep) { Where = "state = completed", Aggregates = "count()" }, CancellationToken.None);
            if (!table.Rows[0].Any(cell => Convert.ToString(cell, CultureInfo.InvariantCulture) == load.Trials.ToString(CultureInfo.InvariantCulture)))
                throw new InvalidOperationException($"Of {load.Trials} trials the results database has {string.Join(' ', table.Rows[0])}.");
        }
        var seconds = said[1] + Stopwatch.GetElapsedTime(projected).TotalSeconds;
        if (load.Epoch == TimeSpan.Zero)
            note($"{what}: trials", "/s", load.Trials / seconds);
        else
            note($"{what}: seconds to the ideal", "x", seconds / (load.Epoch.TotalSeconds * load.Trials / (load.Agents * load.SlotsEach)));
        note($"{what}: gap on a slot; median", "ms", said[2]);
        note($"{what}: gap on a slot; nine tenths", "ms", said[3]);
        note($"{what}: processors a trial; agent", "ms", 1000 * said[5] / load.Trials);
        note($"{what}: processors a trial; coordinator", "ms", (served.ProcessorTime - before).TotalMilliseconds / load.Trials);
        if (load.Agents > 1)
            note($"{what}: leases lost", "", Lost(home));
    }

    private static async Task Count(string what, HandOverLoad load, ServedCoordinator served, Process agents, Action<string, string, double> note)
    {
        using var there = FsyncCount.Of(agents.Id);
        using var here = FsyncCount.Of(served.Address.Pid);
        if (await agents.StandardOutput.ReadLineAsync() is null)
            throw new InvalidOperationException("The agents ended without a word.");
        if (there is null || here is null)
            return;
        note($"{what}: fsyncs a trial; agent", "", (double)there.Take() / load.Trials);
        note($"{what}: fsyncs a trial; coordinator", "", (double)here.Take() / load.Trials);
    }

    private static int Lost(Home home) => JournalReader.Of(home.JournalFolder).After(0)
        .Count(placed => placed.Entry.Event is LeaseEnded { Outcome: global::Sweep.Protocol.Messages.Outcome.AgentLost });

    private static async Task Epochs(string what, int epochs, bool together, Action<string, string, double> note)
    {
        await InHome(
            FormattableString.Invariant($"name: {Sweep}\ndataset: shapes10\nmodel: simulated\nspace: {{ lr: 1e-3, epochs: {BigHome.MostEpochs}, seed: {{ integers: [0, {2 * epochs / BigHome.MostEpochs}] }} }}"),
            async home =>
            {
                using var served = await ServedCoordinator.Start(home);
                await using var agent = await ProbeAgent.Start(home.Keys);
                await agent.FirstWork(served.Address.Cluster);
                // Compiling is no part of what an epoch costs.
                await agent.Work(served.Address.Cluster, epochs / 10, together);
                var (began, here, there) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, served.ProcessorTime);
                await agent.Work(served.Address.Cluster, epochs, together);
                note(what, "/s", epochs / Stopwatch.GetElapsedTime(began).TotalSeconds);
                note($"{what}: processors an epoch; who sends", "µs", (Environment.CpuUsage.TotalTime - here).TotalMicroseconds / epochs);
                note($"{what}: processors an epoch; coordinator", "µs", (served.ProcessorTime - there).TotalMicroseconds / epochs);
            });
    }

    private static async Task InHome(string sweep, Func<Home, Task> what)
    {
        var home = new Home(Path.Combine(Path.GetTempPath(), $"sweep-handover-{Environment.ProcessId}"));
        try
        {
            Directory.CreateDirectory(home.Folder);
            using (var journal = FileJournal.Open(home.JournalFolder))
                journal.Append([new SweepSubmitted(SweepFile.Parse(sweep, "handover.yaml"), sweep) { At = DateTimeOffset.UtcNow }]);
            await what(home);
        }
        finally
        {
            if (Directory.Exists(home.Folder))
                Directory.Delete(home.Folder, recursive: true);
        }
    }
}
