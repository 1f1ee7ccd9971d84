using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Serilog.Core;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Benchmarks.Growth;

/// <summary>
/// A whole sweep through the coordinator's own desk, journal and results database, on the real disk; only who trains is made up, and says at
/// once what a trainer would say, with one checkpoint for all. In a process of its own, whose memory is then nobody else's; it prints what it measured, one
/// <c>name=value</c> a line, and leaves the home behind.
/// </summary>
internal static class GrowingSweep
{
    public const string Verb = "growth-sweep";
    public const int SlotsOfAnAgent = 8;
    public const int TrialsOfARun = 4;
    private const int Seeds = 5;
    private const int WarmingTrials = 200;

    /// <summary>A sweep of so many trials: learning rates by {1, 3, 5, 10} epochs by five seeds.</summary>
    public static string Text(int trials) => string.Create(CultureInfo.InvariantCulture,
        $$"""
        name: large
        dataset: shapes10
        model: simulated
        space: { lr: { log: [1e-5, 1e-1], count: {{trials / TrialsOfARun / Seeds}} }, epochs: [1, 3, 5, 10], seed: { integers: [0, {{Seeds - 1}}] } }
        """);

    public static async Task<int> Run(string[] arguments)
    {
        var home = new Option<string>("--home") { Required = true };
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 100 };
        var agents = new Option<int>("--agents") { DefaultValueFactory = _ => 16 };
        var command = new RootCommand { home, trials, agents };
        command.SetAction(async parsed =>
        {
            // What a process needs once, and the time of its first steps, is left out of what grows.
            var first = Directory.CreateTempSubdirectory("sweep-growth-").FullName;
            await Live(new(first), WarmingTrials, 1, (_, _) => { });
            Directory.Delete(first, recursive: true);
            await Live(new(parsed.GetValue(home)!), parsed.GetValue(trials), parsed.GetValue(agents), Say);
        });
        return await command.Parse(arguments).InvokeAsync();
    }

    /// <param name="say">Is told every figure by its name.</param>
    private static async Task Live(Home home, int trials, int agents, Action<string, double> say)
    {
        Directory.CreateDirectory(home.Folder);
        var text = Text(trials);
        var spec = SweepFile.Parse(text, "large.yaml");
        var opened = await OpenHome.Open(home, Logger.None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var sessions = new Sessions();
        var desk = new Desk(
            opened.State, opened.Journal, [opened.Projection], new Terms(TimeSpan.FromSeconds(30), "https://127.0.0.1:1"), sessions, Logger.None, "0.1.0");
        var checkpoint = "a checkpoint"u8.ToArray();
        var name = Convert.ToHexStringLower(SHA256.HashData(checkpoint));
        var blob = BlobFiles.PathIn(home.Blobs, name);
        Directory.CreateDirectory(Path.GetDirectoryName(blob)!);
        await File.WriteAllBytesAsync(blob, checkpoint);
        var processor = MeasuredProgram.ProcessorOf(Environment.ProcessId);
        var lab = new ObedientLab(desk, sessions, agents, name, checkpoint.Length);
        var submit = ObedientLab.Timed(() => lab.Order(new SubmitSweep(spec, text)));
        lab.Register();
        lab.TrainAll();
        var began = Stopwatch.GetTimestamp();
        await opened.Database.Watermark();
        var behind = Stopwatch.GetElapsedTime(began).TotalSeconds;
        var all = MeasuredProgram.ProcessorOf(Environment.ProcessId) - processor;
        SayBoth("submit", submit);
        SayBoth("handOut", lab.HandingOut);
        SayBoth("record", lab.Recording);
        say("databaseBehind", behind);
        say("databaseProcessor", Math.Max(0, all - submit.Processor - lab.HandingOut.Processor - lab.Recording.Processor));
        say("leases", lab.Leases);
        say("reports", lab.Reports);
        say("peak", MeasuredProgram.PeakBytesOf(Environment.ProcessId));
        say("heap", GC.GetTotalMemory(forceFullCollection: true) - before);
        await opened.DisposeAsync();
        say("heapWithoutDatabase", GC.GetTotalMemory(forceFullCollection: true) - before);
        GC.KeepAlive(desk);
        GC.KeepAlive(opened);

        void SayBoth(string what, ObedientLab.Span span)
        {
            say(what, span.Seconds);
            say($"{what}Processor", span.Processor);
        }
    }

    private static void Say(string name, double value) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={value}"));
}
