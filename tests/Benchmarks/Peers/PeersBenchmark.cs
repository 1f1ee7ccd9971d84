using System.CommandLine;
using System.Globalization;

namespace Sweep.Benchmarks.Peers;

/// <summary>
/// The same trials by Sweep and by what people run instead, in turns on this machine: trials that do nothing, and trials that take a while.
/// Counted from the first process to the last one's end, with every result on disk and read back; SLURM's daemons run already.
/// </summary>
/// <remarks>
/// Sweep, SLURM, GNU parallel and xargs start a program for each trial; Optuna, Dask and PyTorch's pool call a function, as their users
/// write it, which costs them no process.
/// </remarks>
internal static class PeersBenchmark
{
    private static readonly string[] Others = ["xargs", "parallel", "torch", "dask", "optuna", "slurm"];

    public static async Task<int> Run(string[] arguments)
    {
        var trials = new Option<int>("--trials") { DefaultValueFactory = _ => 1_000 };
        var seconds = new Option<double[]>("--seconds") { DefaultValueFactory = _ => [0, 0.1], AllowMultipleArgumentsPerToken = true };
        var slots = new Option<int>("--slots") { DefaultValueFactory = _ => 8 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var only = new Option<string[]>("--only") { DefaultValueFactory = _ => [PeerTrials.Ours, .. Others], AllowMultipleArgumentsPerToken = true };
        only.AcceptOnlyFromAmong([PeerTrials.Ours, .. Others]);
        var install = new Option<bool>("--install");
        var command = new RootCommand { trials, seconds, slots, rounds, only, install };
        command.SetAction(parsed => Measure(
            parsed.GetValue(trials), parsed.GetValue(seconds)!, parsed.GetValue(slots), parsed.GetValue(rounds), parsed.GetValue(only)!,
            parsed.GetValue(install)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static int Measure(int trials, double[] lengths, int slots, int rounds, string[] who, bool install)
    {
        var load = History.Load();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{History.Machine()}, .NET {Environment.Version}, load {load}; {trials:N0} trials, {slots} at a time, {rounds} rounds in turns"));
        // Its first start builds what it starts.
        if (who.Contains(PeerTrials.Ours))
            PeerTrials.Said(Launcher(), "--version");
        foreach (var one in install ? who.Where(one => one != PeerTrials.Ours) : [])
            PeerTrials.Install(one);
        var able = who.Where(one => one == PeerTrials.Ours || Able(one, slots)).ToList();
        var figures = new List<Figure>();
        foreach (var length in lengths)
        {
            var times = able.ToDictionary(one => one, _ => new List<double>());
            for (var round = 0; round < rounds; round++)
                foreach (var one in able)
                    times[one].Add(PeerTrials.Seconds(one, Launcher(), trials, length, slots));
            var measured = able.ToDictionary(one => one, one => new Figure("peers", Named(one, trials, length, slots), "s", times[one]));
            figures.AddRange(measured.Values);
            Table(trials, length, slots, measured);
        }
        History.Add(load, figures);
        return 0;
    }

    private static string Named(string one, int trials, double length, int slots) =>
        string.Create(CultureInfo.InvariantCulture, $"{one}; {trials} trials of {length} s; {slots} at a time");

    /// <summary>Medians, and how many times as long as Sweep: of what was measured in the same turns.</summary>
    private static void Table(int trials, double length, int slots, Dictionary<string, Figure> measured)
    {
        var ideal = trials * length / slots;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n| {trials:N0} trials of {length} s | seconds (median) | spread | to Sweep |"));
        Console.WriteLine("|---|---|---|---|");
        if (ideal > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| nothing but the trials | {ideal:0.0} | | |"));
        var ours = measured.TryGetValue(PeerTrials.Ours, out var found) ? found.Median : double.NaN;
        foreach (var (one, figure) in measured.OrderBy(entry => entry.Value.Median))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {one} | {figure.Median:0.0} | {figure.Spread:0.0} | {figure.Median / ours:0.00} |"));
        }
    }

    private static string Launcher() => Path.Combine(PeerTrials.Checkout(), "sweep");

    /// <summary>Whether it runs two trials here; what is not installed is told and left out.</summary>
    private static bool Able(string one, int slots)
    {
        try
        {
            PeerTrials.Seconds(one, Launcher(), 2, 0, slots);
            return true;
        }
        catch (InvalidOperationException failure)
        {
            Console.WriteLine($"{one} is left out (--install installs it, as root): {failure.Message.Trim().Split('\n')[^1]}");
            return false;
        }
    }
}
