using System.CommandLine;
using Sweep.Experiments.Running;
using Sweep.Experiments.Training;

namespace Sweep.Benchmarks.Training;

/// <summary>
/// How fast a slot trains. Everything is measured in turns, so that whatever else the machine does falls on all alike, and compared as a
/// ratio within each round; the median of the rounds counts.
/// </summary>
internal static class TrainingBenchmark
{
    public static async Task<int> Run(string[] arguments)
    {
        var slots = new Option<int>("--slots") { DefaultValueFactory = _ => 1, Description = "Slots at once, against one." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 9, Description = "Rounds to measure." };
        var images = new Option<int>("--images") { DefaultValueFactory = _ => 4000, Description = "Images trained in a round." };
        var command = new RootCommand("Training speed") { slots, rounds, images };
        command.SetAction((parsed, _) => parsed.GetValue(slots) > 1
            ? SideBySide(parsed.GetValue(slots), parsed.GetValue(rounds), parsed.GetValue(images))
            : AgainstPyTorch(parsed.GetValue(rounds), parsed.GetValue(images)));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static async Task<int> AgainstPyTorch(int rounds, int images)
    {
        var load = History.Load();
        using var ours = SlotProcess.OfSweep();
        using var libtorchs = SlotProcess.OfSweep(Arithmetics.LibTorch);
        var peer = await SlotProcess.OfPyTorch();
        using var theirs = peer?.Slot;
        Conditions(rounds, images, peer is { } p ? $"PyTorch {p.Version}" : "no python3 with torch here (Debian: apt-get install python3-torch)");

        var (mine, before, other) = (new List<Rate>(), new List<Rate>(), new List<Rate>());
        for (var round = 0; round <= rounds; round++)
        {
            var mineNow = await ours.Train(images);
            var beforeNow = await libtorchs.Train(images);
            var otherNow = theirs is null ? default : await theirs.Train(images);
            if (round == 0)
                continue; // Warm-up: the just-in-time compiler, the dataset, page faults.
            mine.Add(mineNow);
            before.Add(beforeNow);
            other.Add(otherNow);
        }
        History.Add(load,
        [
            ImagesASecond("Sweep; one slot", mine),
            ImagesASecond("Sweep; one slot; by libtorch", before),
            .. theirs is null ? [] : (Figure[])[ImagesASecond("PyTorch; one thread", other)],
        ]);
        Print("Sweep, one slot", mine);
        Print("Sweep, by libtorch", before);
        PrintRatio("one slot / by libtorch", mine.Zip(before, (a, b) => new Rate(a.Wall / b.Wall, a.Processor / b.Processor)));
        if (theirs is null)
            return 0;
        Print("PyTorch, one thread", other);
        PrintRatio("Sweep / PyTorch", mine.Zip(other, (a, b) => new Rate(a.Wall / b.Wall, a.Processor / b.Processor)));
        return 0;
    }

    private static async Task<int> SideBySide(int count, int rounds, int images)
    {
        var slots = Enumerable.Range(0, count).Select(_ => SlotProcess.OfSweep()).ToArray();
        Conditions(rounds, images, $"{count} slots at once against one");
        var (one, all) = (new List<Rate>(), new List<Rate>());
        for (var round = 0; round <= rounds; round++)
        {
            var together = await Task.WhenAll(slots.Select(slot => slot.Train(images)));
            var alone = await slots[round % count].Train(images);
            if (round == 0)
                continue;
            all.Add(new(together.Sum(r => r.Wall), together.Sum(r => r.Processor)));
            one.Add(alone);
        }
        foreach (var slot in slots)
            slot.Dispose();
        Print("one slot", one);
        Print($"{count} slots, sum", all);
        PrintRatio($"{count} slots / one", all.Zip(one, (a, b) => new Rate(a.Wall / b.Wall, a.Processor / b.Processor)));
        return 0;
    }

    private static void Conditions(int rounds, int images, string peer)
    {
        LibTorch.Load();
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim();
        Console.WriteLine(
            $"""
            {processor}, {Environment.ProcessorCount} cores, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]}; .NET {Environment.Version}, libtorch {LibTorch.Version}; {peer}
            notebook network, 32×32, batch 8, float32, data in memory; {rounds} rounds of {images} images in turns; images per second
                                       by the wall clock                by processor time
            """);
    }

    private static Figure ImagesASecond(string name, List<Rate> rates) =>
        new("training", $"{name}; processor time", "/s", [.. rates.Select(rate => rate.Processor)]);

    private static void Print(string name, IReadOnlyList<Rate> rates) => Line(name, rates, "0");

    private static void PrintRatio(string name, IEnumerable<Rate> ratios) => Line(name, [.. ratios], "0.00");

    private static void Line(string name, IReadOnlyList<Rate> rates, string format) =>
        Console.WriteLine($"{name,-24} {Spread(rates.Select(r => r.Wall), format),-32} {Spread(rates.Select(r => r.Processor), format)}");

    private static string Spread(IEnumerable<double> values, string format)
    {
        var sorted = values.Order().ToArray();
        var median = (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
        return FormattableString.Invariant($"{median.ToString(format, null)} ({sorted[0].ToString(format, null)}–{sorted[^1].ToString(format, null)})");
    }
}
