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
    private const int EpochsBeforeAKill = 3000;

    public static async Task<int> Run(string[] arguments)
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 100_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var alone = new Option<bool>("--no-sharing");
        var place = new Option<string?>("--keep");
        var command = new RootCommand { trials, rounds, alone, place };
        command.SetAction(parsed => Measure(parsed.GetValue(trials), parsed.GetValue(rounds), !parsed.GetValue(alone), parsed.GetValue(place)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static async Task Measure(int trials, int rounds, bool sharing, string? place)
    {
        var folder = Path.GetFullPath(place ?? Path.Combine(Path.GetTempPath(), $"sweep-restart-{Environment.ProcessId}"));
        var home = new Home(folder);
        try
        {
            if (!Directory.Exists(home.JournalFolder))
            {
                var entries = BigHome.Make(home, trials, sharing);
                Console.WriteLine($"{trials:N0} trials{(sharing ? "" : " trained alone")}: a journal of {entries:N0} entries, {BytesOf(home.JournalFolder) / 1e6:N0} MB; {Environment.ProcessorCount} processors");
            }
            Console.WriteLine("start                                    health  first work  processor  peak RSS  RSS 3 s later");
            await using var agent = await ProbeAgent.Start();
            if (!File.Exists(home.ResultsDatabase))
                await Once("no results database", home, agent, served => Task.CompletedTask);
            for (var round = 0; round < rounds; round++)
                await Once("after a kill at rest", home, agent, served => Task.CompletedTask);
            for (var round = 0; round < rounds; round++)
                await Once(round == 0 ? "after a kill at rest (then kill at work)" : "after a kill at work", home, agent, served => WorkedOn(served, agent));
            await Once("after a kill at work", home, agent, served => Task.CompletedTask);
        }
        finally
        {
            if (place is null && Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    /// <param name="then">What happens before the coordinator is killed.</param>
    private static async Task Once(string what, Home home, ProbeAgent agent, Func<ServedCoordinator, Task> then)
    {
        using var served = await ServedCoordinator.Start(home);
        await agent.FirstWork(served.Address.Cluster);
        var (work, peak, processor) = (served.Elapsed, served.PeakBytes, served.ProcessorTime);
        await Task.Delay(TimeSpan.FromSeconds(3));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what,-40}{served.Healthy.TotalSeconds,5:0.00} s {work.TotalSeconds,9:0.00} s {processor.TotalSeconds,8:0.00} s {peak / 1e6,6:0} MB {served.Bytes / 1e6,11:0} MB"));
        await then(served);
        served.Kill();
    }

    private static async Task WorkedOn(ServedCoordinator served, ProbeAgent agent)
    {
        var began = Stopwatch.GetTimestamp();
        await agent.Work(served.Address.Cluster, EpochsBeforeAKill);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {EpochsBeforeAKill / Stopwatch.GetElapsedTime(began).TotalSeconds:N0} epochs a second acknowledged, peak {served.PeakBytes / 1e6:0} MB"));
    }

    private static long BytesOf(string folder) => new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);
}
