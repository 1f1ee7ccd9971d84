using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Serilog.Core;
using Sweep.Benchmarks.Restart;
using Sweep.Coordinator.Homes;
using Sweep.Coordinator.Hosting;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Questions;
using Sweep.Reporting.Answers;

namespace Sweep.Benchmarks.Queries;

/// <summary>
/// How long questions over the trials of a large sweep take once the process is up: straight on the home folder, and over HTTP from a
/// coordinator in this process. Each question is asked ten times unmeasured first.
/// </summary>
internal static class QueryBenchmark
{
    private const int Unmeasured = 10;

    private static readonly (string Name, TrialQuestion Question)[] Questions =
    [
        ("top 20", new(null) { Sort = "-valAccuracy", Limit = 20, Brief = true }),
        ("top 20 of those that fulfil a condition", new(null) { Where = "lr < 1e-2 and epochs >= 3 and state = completed", Sort = "-valAccuracy", Limit = 20, Brief = true }),
        ("group by lr", new(null) { GroupBy = "lr", Aggregates = "mean(valAccuracy),std(valAccuracy),max(valAccuracy),count()" }),
        ("group by lr and epochs", new(null) { GroupBy = "lr,epochs", Aggregates = "mean(valAccuracy),std(valAccuracy),max(valAccuracy),count()" }),
        ("all trials", new(null)),
    ];

    public static async Task<int> Run(string[] arguments)
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 10_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 50 };
        var command = new RootCommand { trials, rounds };
        command.SetAction(parsed => Measure(parsed.GetValue(trials), parsed.GetValue(rounds)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static async Task Measure(int trials, int rounds)
    {
        var (load, figures) = (History.Load(), new List<Figure>());
        var home = new Home(Path.Combine(Path.GetTempPath(), $"sweep-queries-{Environment.ProcessId}"));
        try
        {
            var entries = BigHome.Make(home, trials, sharing: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{trials:N0} trials, runs of 10 epochs, a journal of {entries:N0} entries; {rounds} rounds; {Environment.ProcessorCount} processors"));
            // The first opening to change it makes the results database.
            await (await OpenHome.Open(home, Logger.None)).DisposeAsync();
            var began = Stopwatch.GetTimestamp();
            await using (var folder = await HomeQueries.Open(home, Logger.None))
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"opening the folder: {Stopwatch.GetElapsedTime(began).TotalMilliseconds:0} ms"));
                figures.AddRange(await Ask("folder", folder, trials, rounds));
            }
            await using var coordinator = await CoordinatorHost.Start(new(home), Logger.None, CancellationToken.None);
            using var http = new HttpCoordinator(coordinator.Address);
            figures.AddRange(await Ask("HTTP", http, trials, rounds));
            History.Add(load, figures);
        }
        finally
        {
            if (Directory.Exists(home.Folder))
                Directory.Delete(home.Folder, recursive: true);
        }
    }

    private static async Task<List<Figure>> Ask(string way, IQueries queries, int trials, int rounds)
    {
        var figures = new List<Figure>();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{way,-44}{"rows",7}{"first",12}{"median",12}{"slowest",12}"));
        foreach (var (name, question) in Questions)
        {
            var (rows, first) = await Once(queries, question);
            for (var i = 0; i < Unmeasured; i++)
                await Once(queries, question);
            var times = new List<double>();
            for (var i = 0; i < rounds; i++)
                times.Add((await Once(queries, question)).Milliseconds);
            figures.Add(new("queries", string.Create(CultureInfo.InvariantCulture, $"{name}; {trials} trials; {way}"), "ms", times));
            times.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"  {name,-42}{rows,7}{first,9:0.0} ms{times[times.Count / 2],9:0.0} ms{times[^1],9:0.0} ms"));
        }
        return figures;
    }

    private static async Task<(int Rows, double Milliseconds)> Once(IQueries queries, TrialQuestion question)
    {
        var began = Stopwatch.GetTimestamp();
        var table = await queries.Ask(question, CancellationToken.None);
        return (table.Rows.Length, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
    }
}
