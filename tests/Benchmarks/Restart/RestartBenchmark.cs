using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Sweep.Coordinator.Homes;

namespace Sweep.Benchmarks.Restart;

/// <summary>
/// How long a coordinator takes to be ready again, and in how much memory, with a large sweep in its home: a real <c>sweep serve</c> process,
/// from its start to the first answer of <c>/health</c> and to the first run handed to an agent over the network.
/// </summary>
internal static class RestartBenchmark
{
    public static async Task<int> Run(string[] arguments)
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 100_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var epochs = new Option<int>("--epochs") { DefaultValueFactory = _ => 3000 };
        var rest = new Option<double>("--rest") { DefaultValueFactory = _ => 3 };
        var alone = new Option<bool>("--no-sharing");
        var place = new Option<string?>("--keep");
        var command = new RootCommand { trials, rounds, epochs, rest, alone, place };
        command.SetAction(parsed => Measure(
            parsed.GetValue(trials), parsed.GetValue(rounds), new(parsed.GetValue(epochs), TimeSpan.FromSeconds(parsed.GetValue(rest))),
            !parsed.GetValue(alone), parsed.GetValue(place)));
        return await command.Parse(arguments).InvokeAsync();
    }

    /// <param name="Epochs">How many are reported and acknowledged before a kill at work.</param>
    /// <param name="Rest">How long there is before a kill at rest: what a start leaves to be done afterwards is done by then.</param>
    private sealed record Kill(int Epochs, TimeSpan Rest);

    private static async Task<int> Measure(int trials, int rounds, Kill kill, bool sharing, string? place)
    {
        var needed = (rounds * kill.Epochs) + ProbeAgent.MostUnacknowledged;
        var left = BigHome.EpochsLeft(trials, sharing);
        if (left < needed)
        {
            Console.Error.WriteLine(
                $"{trials:N0} trials leave {left:N0} epochs to train, and {rounds} kills after {kill.Epochs:N0} epochs each take {needed:N0}: " +
                "ask for more --trials, or for fewer --rounds or --epochs.");
            return 2;
        }
        var folder = Path.GetFullPath(place ?? Path.Combine(Path.GetTempPath(), $"sweep-restart-{Environment.ProcessId}"));
        var home = new Home(folder);
        try
        {
            if (!Directory.Exists(home.JournalFolder))
            {
                var entries = BigHome.Make(home, trials, sharing);
                Console.WriteLine($"{trials:N0} trials{(sharing ? "" : " trained alone")}: a journal of {entries:N0} entries, {BytesOf(home.JournalFolder) / 1e6:N0} MB; {Environment.ProcessorCount} processors");
            }
            var load = History.Load();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $".NET {Environment.Version}, load {load} at the beginning"));
            await using var agent = await ProbeAgent.Start(home.Keys);
            var (atRest, atWork) = (new List<Readiness>(), new List<Readiness>());
            Console.WriteLine($"{"start",-32}{Readiness.Head}");
            if (!File.Exists(home.ResultsDatabase))
                await Once("no results database", home, agent, kill with { Epochs = 0 });
            for (var round = 0; round < rounds; round++)
                atRest.Add(await Once("after a kill at rest", home, agent, kill with { Epochs = 0 }));
            atRest.Add(await Once("after a kill at rest", home, agent, kill));
            for (var round = 1; round <= rounds; round++)
                atWork.Add(await Once("after a kill at work", home, agent, round < rounds ? kill : kill with { Epochs = 0 }));
            Console.WriteLine();
            History.Add(load, [.. Figures(trials, "rest", atRest), .. Figures(trials, "work", atWork)]);
            return 0;
        }
        finally
        {
            if (place is null && Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="kill">How the coordinator is ended: without epochs to report, at rest.</param>
    private static async Task<Readiness> Once(string what, Home home, ProbeAgent agent, Kill kill)
    {
        using var served = await ServedCoordinator.Start(home);
        await agent.FirstWork(served.Address.Cluster);
        var ready = new Readiness(served.Healthy, served.Elapsed, served.ProcessorTime, served.PeakBytes);
        Print(what, ready);
        if (kill.Epochs > 0)
            await Work(served, agent, kill.Epochs);
        else
            await Task.Delay(kill.Rest);
        served.Kill();
        return ready;
    }

    private static async Task Work(ServedCoordinator served, ProbeAgent agent, int epochs)
    {
        var began = Stopwatch.GetTimestamp();
        await agent.Work(served.Address.Cluster, epochs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {epochs / Stopwatch.GetElapsedTime(began).TotalSeconds:N0} epochs a second acknowledged, peak {served.PeakBytes / 1e6:0} MB"));
    }

    private static Figure[] Figures(int trials, string killed, List<Readiness> starts)
    {
        Figure Of(string what, string unit, Func<Readiness, double> value) => new("restart",
            string.Create(CultureInfo.InvariantCulture, $"killed at {killed}; {trials} trials; {what}"), unit, [.. starts.Select(value)]);
        return
        [
            Of("health", "s", start => start.Healthy.TotalSeconds),
            Of("first work", "s", start => start.Work.TotalSeconds),
            Of("processors until then", "s", start => start.Processor.TotalSeconds),
            Of("peak memory until then", "MB", start => start.PeakBytes / 1e6),
        ];
    }

    private static void Print(string what, Readiness readiness) => Console.WriteLine($"{what,-32}{readiness}");

    private static long BytesOf(string folder) => new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
}
