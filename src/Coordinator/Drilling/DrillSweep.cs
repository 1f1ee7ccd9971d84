using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Drilling;

/// <summary>
/// The sweep that a drill trains: exactly as many trials as asked for, whatever that number's divisors, sized to the time there is.
/// </summary>
internal static class DrillSweep
{
    /// <summary>The rest of the time goes into what faults cost, and into the end, when slots run dry.</summary>
    private const double TrainedShare = 0.6;

    /// <summary>Images a second of the network on one core, from the benchmark's order of magnitude.</summary>
    private const double ImagesPerSecond = 1500;

    private const int MostPerAxis = 10;
    private const int FullSpeedMilliseconds = 1;
    private const int LeastImages = 160;
    private const int MostImages = 6000;
    private const int RealValidation = 160;

    /// <summary>A drill kills trainers at random, the same run's again and again where chance has it; that must not fail a trial.</summary>
    public const int MaxAttempts = 100;

    public static string NameOf(int number) => FormattableString.Invariant($"drill-{number}");

    /// <param name="number">Counted from 1: a drill of kills trains one sweep after the other until it has killed enough.</param>
    /// <param name="cores">Trainers of the network share them; simulated ones sleep.</param>
    public static SweepSpec Of(DrillOrder order, int number, int cores)
    {
        var epochs = LargestDivisor(order.Trials, Math.Min(MostPerAxis, Math.Max(1, order.Trials / (2 * order.Agents))));
        var runs = order.Trials / epochs;
        var rates = LargestDivisor(runs, MostPerAxis);
        return new(
            NameOf(number),
            new(DatasetSpec.Shapes10, order.Real ? Images(order, cores) : null, order.Real ? RealValidation : null),
            order.Real ? new(ModelSpec.NotebookCnn) : new(ModelSpec.Simulated, Milliseconds(order)),
            Objective.ValAccuracy,
            new(
                rates == 1 ? new Choice([1e-3]) : new Log(1e-4, 1e-2, rates),
                new Integers(1, epochs, 1),
                new Choice([SpaceDefaults.WeightDecay]),
                new Choice([SpaceDefaults.BatchSize]),
                new Integers(1, runs / rates, 1)),
            new GridSampling(),
            Precision.Auto,
            MaxAttempts,
            Sharing: true);
    }

    /// <summary>The wall clock of an epoch, so that all slots together are busy for the trained share of the time.</summary>
    private static int Milliseconds(DrillOrder order) => order.Kills is not null
        ? FullSpeedMilliseconds
        : Math.Max(FullSpeedMilliseconds, (int)(order.Time.TotalMilliseconds * TrainedShare * order.Agents / order.Trials));

    private static int Images(DrillOrder order, int cores) => order.Kills is not null
        ? LeastImages
        : Math.Clamp((int)(order.Time.TotalSeconds * TrainedShare * Math.Min(order.Agents, cores) * ImagesPerSecond / order.Trials),
            LeastImages, MostImages);

    private static int LargestDivisor(int number, int most)
    {
        var divisor = Math.Min(number, most);
        while (number % divisor != 0)
            divisor--;
        return divisor;
    }
}
