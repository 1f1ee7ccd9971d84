using System.CommandLine;
using System.Globalization;
using Sweep.Benchmarks.Peers;
using Sweep.Benchmarks.Training;

namespace Sweep.Benchmarks.Ratios;

/// <summary>
/// How Sweep stands to its peers on this machine now, in some two minutes: each ratio is of two figures measured in turns, so that machines and
/// their other work count little. What fell by more than a fifth since the history's last is told, and is no failure.
/// </summary>
internal static class RatiosBenchmark
{
    private const int Trials = 100;
    private const int Slots = 2;
    private const int Images = 2000;

    /// <summary>How much of a ratio may be lost before it is told.</summary>
    private const double Tolerated = 0.2;

    public static async Task<int> Run(string[] arguments)
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var record = new Option<bool>("--record");
        var command = new RootCommand { rounds, record };
        command.SetAction(parsed => Measure(parsed.GetValue(rounds), parsed.GetValue(record)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static async Task Measure(int rounds, bool record)
    {
        var load = History.Load();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{History.Machine()}, .NET {Environment.Version}, load {load}; {rounds} rounds in turns, programs of the {Build} build; more is better"));
        List<Figure> figures = [AgainstXargs(rounds)];
        if (await AgainstPyTorch(rounds) is { } training)
            figures.Add(training);
        else
            Console.WriteLine("No python3 with torch is here (Debian: apt-get install python3-torch): training is not compared.");
        foreach (var figure in figures)
            Tell(figure, History.Last(figure));
        if (record)
            History.Add(load, figures);
        else
            History.Show(figures);
    }

    private static string Build => new DirectoryInfo(AppContext.BaseDirectory).Name;

    /// <summary>A home, a coordinator and an agent included: xargs -P has none, and keeps nothing.</summary>
    private static Figure AgainstXargs(int rounds)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "..", "..", "Coordinator", Build, "sweep.dll");
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var theirs = PeerTrials.Seconds("xargs", program, Trials, 0, Slots);
            ratios.Add(theirs / PeerTrials.Seconds(PeerTrials.Ours, program, Trials, 0, Slots));
        }
        return new("ratios", $"Sweep / xargs -P; {Trials} trials that do nothing; {Build}", "x", ratios);
    }

    /// <summary>Images a second of one thread, by processor time; null where there is no PyTorch.</summary>
    private static async Task<Figure?> AgainstPyTorch(int rounds)
    {
        if (await SlotProcess.OfPyTorch() is not { Slot: var theirs })
            return null;
        using var other = theirs;
        using var ours = SlotProcess.OfSweep();
        var ratios = new List<double>();
        for (var round = 0; round <= rounds; round++)
        {
            var mine = await ours.Train(Images);
            var peer = await other.Train(Images);
            // The first round warms up both: the just-in-time compiler, page faults.
            if (round > 0)
                ratios.Add(mine.Processor / peer.Processor);
        }
        return new("ratios", $"Sweep / PyTorch; training, one thread; {Build}", "x", ratios);
    }

    private static void Tell(Figure now, double? before)
    {
        if (before is { } last && now.Median < (1 - Tolerated) * last)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"WARNING: {now.Name}: {now.Median:0.000}, and {last:0.000} when it was recorded last"));
        }
    }
}
