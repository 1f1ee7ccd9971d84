using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Sweep.Benchmarks.Programs;

/// <summary>
/// What a trial costs beside its program: so many trials of one that only prints its report, by <c>sweep run</c>, by <c>xargs -P</c>, and by
/// GNU parallel where it is installed, side by side on every core, in turns.
/// </summary>
internal static class ProgramsBenchmark
{
    public static async Task<int> Run(string[] arguments)
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 500 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var slots = new Option<int>("--slots") { DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new RootCommand { trials, rounds, slots };
        command.SetAction(parsed => Measure(parsed.GetValue(trials), parsed.GetValue(rounds), parsed.GetValue(slots)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static void Measure(int trials, int rounds, int slots)
    {
        var load = History.Load();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $".NET {Environment.Version}, {Environment.ProcessorCount} processors, load {load}; "
            + $"{trials:N0} trials of sh that prints one line, {slots} side by side, medians of {rounds} rounds"));
        var folder = Directory.CreateTempSubdirectory("sweep-programs-").FullName;
        var program = Path.Combine(folder, "program.sh");
        File.WriteAllText(program, """echo '{"f1": 0.5}'""" + "\n");
        try
        {
            var sweep = new List<double>();
            var one = new List<double>();
            var xargs = new List<double>();
            var parallel = new List<double>();
            for (var round = 0; round < rounds; round++)
            {
                one.Add(Sweep(folder, program, $"one-{round}", 1, slots));
                sweep.Add(Sweep(folder, program, $"all-{round}", trials, slots));
                xargs.Add(Seconds("sh", "-c", $"seq {trials} | xargs -P {slots} -n 1 sh {program}"));
                if (IsThere("parallel"))
                    parallel.Add(Seconds("sh", "-c", $"seq {trials} | parallel -j {slots} sh {program}"));
            }
            // A home, a coordinator and an agent are started once, however many trials there are.
            History.Add(load,
            [
                Of("sweep run; a trial", "ms", sweep.Zip(one, (all, start) => 1000 * (all - start) / Math.Max(1, trials - 1))),
                Of("sweep run; before the first and after the last", "s", one),
                Of("xargs -P; a trial", "ms", xargs.Select(all => 1000 * all / trials)),
                .. parallel.Count == 0 ? [] : (Figure[])[Of("GNU parallel; a trial", "ms", parallel.Select(all => 1000 * all / trials))],
            ]);
            if (parallel.Count == 0)
                Console.WriteLine("GNU parallel is not installed");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Sweep(string folder, string script, string name, int trials, int slots)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Coordinator", new DirectoryInfo(AppContext.BaseDirectory).Name, "sweep.dll");
        var file = Path.Combine(folder, $"{name}.yaml");
        File.WriteAllText(file, $$"""
            name: {{name}}
            experiment: { command: [sh, '{{script}}'], folder: none }
            space: { seed: { integers: [0, {{trials - 1}}] } }
            objective: { maximize: f1 }
            """);
        return Seconds("dotnet", program, "run", file, "--home", Path.Combine(folder, name), "--slots", slots.ToString(CultureInfo.InvariantCulture));
    }

    private static double Seconds(string program, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(began).TotalSeconds
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors}");
    }

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Any(folder => File.Exists(Path.Combine(folder, program)));

    private static Figure Of(string name, string unit, IEnumerable<double> values) => new("programs", name, unit, [.. values]);
}
