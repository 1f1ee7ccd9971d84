using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Sweep.Benchmarks.Start;

namespace Sweep.Benchmarks.Homework;

/// <summary>
/// The notebook's homework, a grid of three learning rates and several epochs over the first pictures of CIFAR-10: <c>sweep run</c> on two
/// slots in a new home, the notebook's loop, and that loop over tensors in memory with two processes. Each is a process from its start to its
/// end; in turns, so that what else the machine does falls on all alike.
/// </summary>
internal static class HomeworkBenchmark
{
    private static readonly double[] Rates = [3e-4, 1e-3, 3e-3];

    private static readonly (string Name, int[] Epochs)[] Grids = [("{1,3,5,10}", [1, 3, 5, 10]), ("{1..10}", [.. Enumerable.Range(1, 10)])];

    public static async Task<int> Run(string[] arguments)
    {
        var data = new Option<string>("--data") { Required = true };
        var peer = new Option<string?>("--peer");
        var train = new Option<int>("--train") { DefaultValueFactory = _ => 2_000 };
        var validation = new Option<int>("--validation") { DefaultValueFactory = _ => 1_000 };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 3 };
        var grids = new Option<int>("--grids") { DefaultValueFactory = _ => Grids.Length };
        var rates = new Option<int>("--peer-rates") { DefaultValueFactory = _ => Rates.Length };
        var program = new Option<string?>("--program");
        var command = new RootCommand { data, peer, train, validation, rounds, grids, rates, program };
        command.SetAction(parsed => Measure(new(
            parsed.GetRequiredValue(data), parsed.GetValue(peer), parsed.GetValue(train), parsed.GetValue(validation),
            parsed.GetValue(rounds), parsed.GetValue(grids), Math.Clamp(parsed.GetValue(rates), 1, Rates.Length), parsed.GetValue(program))));
        return await command.Parse(arguments).InvokeAsync();
    }

    private static void Measure(Wanted wanted)
    {
        var load = History.Load();
        var program = wanted.Program ?? Path.Combine(History.Checkout()!, "sweep");
        TimedProgram.Run(program, "--version");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{History.Machine()}, .NET {Environment.Version}, load {load}; {wanted.Train} training and {wanted.Validation} validation images, 3 learning rates; "
            + $"{wanted.Rounds} rounds; peers train {wanted.PeerRates} of the 3, the others are reckoned like them"));
        var figures = new List<Figure>();
        foreach (var (name, epochs) in Grids.Take(wanted.Grids))
        {
            var (ours, notebook, memory) = (new List<TimedProgram>(), new List<Whole>(), new List<Whole>());
            for (var round = 0; round < wanted.Rounds; round++)
            {
                ours.Add(Sweep(program, wanted, epochs));
                if (wanted.Peer is null)
                    continue;
                memory.Add(Peer(wanted, epochs, "--pipeline", "tensors", "--jobs", "2"));
                notebook.Add(Peer(wanted, epochs, "--pipeline", "notebook"));
            }
            var what = string.Create(CultureInfo.InvariantCulture, $"homework {name} on {wanted.Train} images");
            figures.Add(new("homework", $"{what}: sweep run", "s", [.. ours.Select(run => run.Seconds)]));
            figures.Add(new("homework", $"{what}: sweep run; processors", "s", [.. ours.Select(run => run.Processor)]));
            foreach (var (peer, runs) in new[] { ("notebook's loop", notebook), ("in memory; two processes", memory) }.Where(one => one.Item2.Count > 0))
            {
                figures.Add(new("homework", $"{what}: {peer}", "s", [.. runs.Select(run => run.Seconds)]));
                figures.Add(new("homework", $"{what}: {peer}; processors", "s", [.. runs.Select(run => run.Processor)]));
                figures.Add(new("homework", $"{what}: {peer} / sweep", "x", [.. runs.Zip(ours, (a, b) => a.Seconds / b.Seconds)]));
                figures.Add(new("homework", $"{what}: {peer} / sweep; processors", "x", [.. runs.Zip(ours, (a, b) => a.Processor / b.Processor)]));
            }
        }
        if (wanted.Program is null)
            History.Add(load, figures);
        else
            History.Show(figures);
    }

    private static TimedProgram Sweep(string program, Wanted wanted, int[] epochs)
    {
        var folder = Directory.CreateTempSubdirectory("sweep-homework-").FullName;
        try
        {
            return TimedProgram.Run(program, "run", "--dataset", "cifar10", "--data", wanted.Data, "--train", Text(wanted.Train), "--validation",
                Text(wanted.Validation), "--lr", string.Join(',', Rates.Select(rate => rate.ToString(CultureInfo.InvariantCulture))), "--epochs",
                string.Join(',', epochs), "--slots", "2", "--home", Path.Combine(folder, "home"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Whole Peer(Wanted wanted, int[] epochs, params string[] how)
    {
        // Two processes at once divide two learning rates evenly, and not one.
        var rates = how.Contains("--jobs") ? Rates.Length : wanted.PeerRates;
        var run = TimedProgram.Run("/usr/bin/python3", out var printed,
            [wanted.Peer!, "--data", wanted.Data, "--train", Text(wanted.Train), "--val", Text(wanted.Validation), .. how, "--lr",
                .. Rates.Take(rates).Select(rate => rate.ToString(CultureInfo.InvariantCulture)), "--epochs", .. epochs.Select(Text)]);
        using var answer = JsonDocument.Parse(printed.TrimEnd().Split('\n')[^1]);
        var (loop, others) = (answer.RootElement.GetProperty("seconds").GetDouble(), (Rates.Length - rates) / (double)rates);
        return new(run.Seconds + (others * loop), run.Processor * (1 + (others * loop / run.Seconds)));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What a grid takes in all, where necessary reckoned from a part of it.</summary>
    private readonly record struct Whole(double Seconds, double Processor);

    private sealed record Wanted(
        string Data, string? Peer, int Train, int Validation, int Rounds, int Grids, int PeerRates, string? Program);
}
