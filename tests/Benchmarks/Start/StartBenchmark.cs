using System.CommandLine;
using System.Globalization;
using Sweep.Benchmarks.Restart;
using Sweep.Coordinator.Homes;

namespace Sweep.Benchmarks.Start;

/// <summary>
/// What a person waits for at a prompt: questions to the folder of a large sweep, and the smallest sweep from its start to the prompt. Every
/// run is a process of its own, started as from a shell; in turns, so that what else the machine does falls on all alike.
/// </summary>
internal static class StartBenchmark
{
    private static readonly string[] Questions = ["status", "best", "results"];

    public static async Task<int> Run(string[] arguments)
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 10_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9 };
        var keep = new Option<string?>("--keep");
        var program = new Option<string?>("--program");
        var only = new Option<string?>("--only");
        var command = new RootCommand { trials, rounds, keep, program, only };
        only.AcceptOnlyFromAmong("questions", "run");
        command.SetAction(parsed => Measure(
            parsed.GetValue(trials), parsed.GetValue(rounds), parsed.GetValue(keep), parsed.GetValue(program), parsed.GetValue(only)));
        return await command.Parse(arguments).InvokeAsync();
    }

    /// <summary>The launcher of this checkout; it has built what it starts before anything is measured.</summary>
    private static string Launcher() => Path.Combine(
        History.Checkout() ?? throw new InvalidOperationException("There is no checkout around this program: name one with --program."), "sweep");

    private static async Task Measure(int trials, int rounds, string? keep, string? other, string? only)
    {
        var program = other ?? Launcher();
        var load = History.Load();
        TimedProgram.Run(program, "--version");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{History.Machine()}, .NET {Environment.Version}, load {load}; {rounds} rounds after one that is not counted"));
        var figures = new List<Figure>();
        if (only != "run")
            figures.AddRange(await Asked(program, trials, rounds, keep));
        if (only != "questions")
            figures.AddRange(Trained(program, rounds));
        // The history is of this checkout.
        if (other is null)
            History.Add(load, figures);
        else
            History.Show(figures);
    }

    private static async Task<IEnumerable<Figure>> Asked(string program, int trials, int rounds, string? keep)
    {
        var home = new Home(keep ?? Path.Combine(Path.GetTempPath(), $"sweep-start-{Environment.ProcessId}"));
        try
        {
            if (!Directory.Exists(home.JournalFolder))
                BigHome.Make(home, trials, sharing: true);
            // The program that is asked makes the results database and its digest, which counts for that very program alone.
            TimedProgram.Run(program, "db", "rebuild", "--home", home.Folder);
            var figures = Asked(program, home, trials, rounds, "").ToList();
            using var served = await ServedCoordinator.Start(home);
            return figures.Concat(Asked(program, home, trials, rounds, ", of a live coordinator"));
        }
        finally
        {
            if (keep is null && Directory.Exists(home.Folder))
                Directory.Delete(home.Folder, recursive: true);
        }
    }

    private static IReadOnlyList<Figure> Asked(string program, Home home, int trials, int rounds, string whom)
    {
        var asked = Questions.ToDictionary(question => question, _ => new List<TimedProgram>());
        for (var round = 0; round <= rounds; round++)
            foreach (var (question, times) in asked)
                Count(round, times, TimedProgram.Run(program, question, "--home", home.Folder));
        return
        [
            .. asked.SelectMany(one => Both(string.Create(CultureInfo.InvariantCulture, $"sweep {one.Key}{whom}; {trials} trials"), one.Value)),
        ];
    }

    private static List<Figure> Trained(string program, int rounds)
    {
        var runs = new List<TrainedSweep>();
        for (var round = 0; round <= rounds; round++)
            Count(round, runs, TrainedSweep.Once(program));
        return
        [
            Of("sweep run of 64 images: to the training's begin", runs.Select(run => run.ToTraining)),
            Of("sweep run of 64 images: to the last result", runs.Select(run => run.ToResult)),
            Of("sweep run of 64 images: last result to prompt", runs.Select(run => run.ToPrompt)),
            .. Both("sweep run of 64 images: all of it", [.. runs.Select(run => run.All)]),
        ];
    }

    private static void Count<T>(int round, List<T> all, T one)
    {
        if (round > 0)
            all.Add(one);
    }

    private static Figure[] Both(string name, IReadOnlyList<TimedProgram> runs) =>
        [Of(name, runs.Select(run => run.Seconds)), Of($"{name}; processors", runs.Select(run => run.Processor))];

    private static Figure Of(string name, IEnumerable<double> seconds) => new("start", name, "s", [.. seconds]);
}
