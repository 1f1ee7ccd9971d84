using System.CommandLine;
using System.Globalization;
using Sweep.Benchmarks.Restart;
using Sweep.Coordinator.Homes;

namespace Sweep.Benchmarks.Growth;

/// <summary>
/// What people do with a sweep, with ever more trials and ever more agents: processor time, the most memory of the process that does it, and how both
/// grow. Every figure once: what matters here is the shape.
/// </summary>
internal static class GrowthBenchmark
{
    private const int UsualAgents = 16;
    private const int TrialsOfManyAgents = 10_000;
    private static readonly string[] Formats = ["csv", "json", "parquet", "optuna", "tensorboard", FileByFile];

    /// <summary>Some twenty files a trial: that is MLflow's own format, and what takes the time is the file system's.</summary>
    private const string FileByFile = "mlflow";
    private const int MostFileByFile = 10_000;

    public static async Task<int> Run(string[] arguments)
    {
        var trials = new Option<int[]>("--trials")
        {
            DefaultValueFactory = _ => [100, 1_000, 10_000],
            AllowMultipleArgumentsPerToken = true,
        };
        var agents = new Option<int[]>("--agents") { DefaultValueFactory = _ => [1, 10, 50, 200], AllowMultipleArgumentsPerToken = true };
        var keep = new Option<string?>("--keep");
        var plots = new Option<string?>("--plots");
        var command = new RootCommand { trials, agents, keep, plots };
        command.SetAction(parsed => Measure(
            parsed.GetValue(trials)!, parsed.GetValue(agents)!, parsed.GetValue(keep), parsed.GetValue(plots)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static async Task Measure(int[] trials, int[] agents, string? keep, string? plots)
    {
        var load = History.Load();
        var place = Path.GetFullPath(keep ?? Path.Combine(Path.GetTempPath(), $"sweep-growth-{Environment.ProcessId}"));
        Directory.CreateDirectory(place);
        try
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{History.Machine()}, .NET {Environment.Version}, load {load}; each figure once, every command a process of its own"));
            var byTrials = new List<Measured>();
            foreach (var size in trials.Order())
                byTrials.AddRange(await Trials(Path.Combine(place, Text(size)), size));
            var byAgents = new List<Measured>();
            foreach (var size in agents.Order())
                byAgents.AddRange(await Agents(Path.Combine(place, $"agents-{Text(size)}"), size));
            Console.WriteLine();
            Show(byTrials, "trials", plots);
            Show(byAgents, $"agents, {TrialsOfManyAgents:N0} trials", plots);
            History.Add(load, [.. byTrials.Select(one => Of(one, "trials")), .. byAgents.Select(one => Of(one, "agents"))]);
        }
        finally
        {
            if (keep is null)
                Directory.Delete(place, recursive: true);
        }
    }

    private static async Task<List<Measured>> Trials(string place, int size)
    {
        Directory.CreateDirectory(place);
        var done = new List<Measured>();
        var file = Path.Combine(place, "large.yaml");
        await File.WriteAllTextAsync(file, GrowingSweep.Text(size));
        await Command("plan", "plan", file);
        await Submit();
        var home = new Home(Path.Combine(place, "home"));
        await Live(done, home, size, UsualAgents, size);
        await Restart();
        string[] at = ["--home", home.Folder];
        await Command("status", ["status", .. at]);
        await Command("best", ["best", .. at]);
        await Command("top 20", ["results", "--sort", "-valAccuracy", "--limit", "20", .. at]);
        await Command("group by lr", ["results", "--group-by", "lr", "--agg", "mean(valAccuracy),std(valAccuracy),count()", .. at]);
        await Command("all results, CSV", ["results", "--format", "csv", .. at]);
        await Command("report", ["report", "--out", Path.Combine(place, "report.html"), .. at]);
        foreach (var format in Formats.Where(format => format != FileByFile || size <= MostFileByFile))
        {
            var to = Path.Combine(place, format);
            await Command($"export {format}", ["export", format, "--out", to, .. at]);
            if (Directory.Exists(to))
                Directory.Delete(to, recursive: true);
        }
        await Command("verify", ["verify", .. at]);
        await Command("backup", ["db", "backup", Path.Combine(place, "backup"), .. at]);
        await Command("db rebuild", ["db", "rebuild", .. at]);
        return done;

        async Task Command(string what, params string[] arguments) => Note(done, what, size, await MeasuredProgram.Sweep(arguments));

        async Task Submit()
        {
            var empty = new Home(Path.Combine(place, "submitted"));
            using var served = await ServedCoordinator.Start(empty);
            await Command("submit", "submit", file, "--home", empty.Folder);
            Note(done, "submit: the coordinator", new("", size, done[^1].Seconds, served.ProcessorTime.TotalSeconds, served.PeakBytes));
        }

        async Task Restart()
        {
            using var served = await ServedCoordinator.Start(home);
            Note(done, "restart to /health", new("", size, served.Healthy.TotalSeconds, served.ProcessorTime.TotalSeconds, served.PeakBytes));
        }
    }

    private static async Task<List<Measured>> Agents(string place, int size)
    {
        var done = new List<Measured>();
        var home = new Home(Path.Combine(place, "home"));
        await Live(done, home, TrialsOfManyAgents, size, size);
        Note(done, "status", size, await MeasuredProgram.Sweep("status", "--home", home.Folder));
        Note(done, "agents", size, await MeasuredProgram.Sweep("agents", "--home", home.Folder));
        return done;
    }

    /// <summary>All of a sweep, from its submission to its last result.</summary>
    private static async Task Live(List<Measured> done, Home home, int trials, int agents, int size)
    {
        var lived = await MeasuredProgram.Own(GrowingSweep.Verb, "--home", home.Folder, "--trials", Text(trials), "--agents", Text(agents));
        var told = lived.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('='))
            .ToDictionary(parts => parts[0], parts => double.Parse(parts[1], CultureInfo.InvariantCulture));
        Note(done, "submit: decided and applied", new("", size, told["submit"], told["submitProcessor"], null));
        Note(done, "hand out all runs", new("", size, told["handOut"], told["handOutProcessor"], null));
        Note(done, "record all reports", new("", size, told["record"], told["recordProcessor"], told["peak"]));
        Note(done, "results database, beside it", new("", size, told["databaseBehind"], told["databaseProcessor"], null));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{trials,9:N0} trials, {agents} agents: {told["heap"] / trials:0} bytes of memory a finished trial, " +
            $"{told["heapWithoutDatabase"] / trials:0} of them without what LiteDB keeps of its pages; " +
            $"{told["handOutProcessor"] / told["leases"] * 1e6:0} µs to hand a run out, {told["recordProcessor"] / told["reports"] * 1e6:0} to record a report, " +
            $"{told["databaseProcessor"] / told["reports"] * 1e6:0} to project it; " +
            $"journal {Bytes(home.JournalFolder) / 1e6:0} MB, database {new FileInfo(home.ResultsDatabase).Length / 1e6:0} MB"));
    }

    private static void Note(List<Measured> done, string what, int size, MeasuredProgram program) =>
        Note(done, what, new("", size, program.Seconds, program.Processor, program.PeakBytes));

    private static void Note(List<Measured> done, string what, Measured figure)
    {
        done.Add(figure with { What = what });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{figure.Size,9:N0} {what,-34}{figure.Processor,9:0.00} s{figure.Seconds,9:0.00} s{(figure.PeakBytes is { } bytes ? $"{bytes / 1e6,8:0} MB" : "")}"));
    }

    private static void Show(List<Measured> all, string of, string? plots)
    {
        if (all.Count == 0)
            return;
        Console.WriteLine(GrowthTable.Of(all, of));
        if (plots is null)
            return;
        Directory.CreateDirectory(plots);
        var word = of.Split(',')[0];
        GrowthPlot.Seconds(all, of, Path.Combine(plots, $"growth-{word}-seconds.svg"));
        GrowthPlot.Memory(all, of, Path.Combine(plots, $"growth-{word}-memory.svg"));
    }

    private static Figure Of(Measured one, string of) =>
        new("growth", string.Create(CultureInfo.InvariantCulture, $"{one.What}; {one.Size} {of}"), "s of processors", [one.Processor]);

    private static double Bytes(string folder) => new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
