using System.Globalization;

namespace Sweep.Benchmarks.Statistics;

/// <summary>How often <c>sweep best</c> is wrong, and how much it sees: the tables of <c>docs/statistics.md</c>.</summary>
internal static class StatisticsBenchmark
{
    private const int Sweeps = 2000;
    private const int Seed = 20261126;
    private const int Images = 10_000;
    private const double Spread = 0.01;

    public static int Run(string[] options)
    {
        var sweeps = options is ["--sweeps", var count] ? int.Parse(count, CultureInfo.InvariantCulture) : Sweeps;
        if (options.Length is not (0 or 2))
        {
            Console.Error.WriteLine("statistics takes --sweeps n and nothing else.");
            return 2;
        }
        Console.WriteLine($"{sweeps} simulated sweeps a line, seed {Seed}; accuracy 0.7 in {Images} validation images, spread between seeds {Spread:0.000} where no other is named");
        Section("No configuration is better than another: how often is some called worse?");
        foreach (var configurations in (int[])[2, 6, 20, 100])
            foreach (var seeds in (int[])[2, 3, 5])
                Line($"{configurations} configurations, {seeds} seeds", new(SimulatedSweeps.Equal(configurations), seeds, Images, Spread, Spread), sweeps);
        Section("The same where the seed does nothing but choose the images that are right (the floor is the truth)");
        foreach (var seeds in (int[])[1, 2, 3])
            Line($"20 configurations, {seeds} {(seeds == 1 ? "seed" : "seeds")}", new(SimulatedSweeps.Equal(20), seeds, Images, 0, 0), sweeps);
        Section("One seed, and the seed matters");
        foreach (var spread in (double[])[0.002, 0.005, 0.01])
            Line(FormattableString.Invariant($"20 configurations, 1 seed, spread {spread:0.000}"), new(SimulatedSweeps.Equal(20), 1, Images, spread, 0), sweeps);
        Section("Configurations of unequal spread");
        Line("10 as good as each other, 10 dead at 0.1 without any spread, 3 seeds", Unequal(10, 10, 0.1, 0, 3), sweeps);
        Line("10 as good as each other, 10 at 0.3 with four times the spread, 3 seeds", Unequal(10, 10, 0.3, 4 * Spread, 3), sweeps);
        Line("2 as good as each other, 18 dead at 0.1 without any spread, 3 seeds", Unequal(2, 18, 0.1, 0, 3), sweeps);
        Section("One configuration is the best, 19 are less good by the same: how many of these are called worse?");
        foreach (var seeds in (int[])[2, 3, 5, 10])
            foreach (var behind in (double[])[0.01, 0.02, 0.04, 0.08])
                Line(FormattableString.Invariant($"{behind:0.00} less, {seeds} seeds"), new([0.7, .. SimulatedSweeps.Equal(19, 0.7 - behind)], seeds, Images, Spread, Spread), sweeps / 2);
        return 0;
    }

    private static SimulatedSweeps Unequal(int good, int others, double accuracy, double spread, int seeds) =>
        new([.. SimulatedSweeps.Equal(good), .. SimulatedSweeps.Equal(others, accuracy)], seeds, Images, Spread, 0)
        {
            Spreads = [.. Enumerable.Repeat(Spread, good), .. Enumerable.Repeat(spread, others)],
        };

    private static void Section(string title) => Console.WriteLine($"\n{title}");

    private static void Line(string what, SimulatedSweeps simulated, int sweeps)
    {
        var rates = simulated.Judge(sweeps, Seed);
        Console.WriteLine(FormattableString.Invariant($"  {what,-76} wrong {100 * rates.FalseAlarms,5:0.0} %{(rates.Power is { } power ? FormattableString.Invariant($"  found {100 * power,5:0.0} %") : "")}"));
    }
}
