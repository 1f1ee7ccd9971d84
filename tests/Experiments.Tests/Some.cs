using CsCheck;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Tests;

namespace Sweep.Experiments.Tests;

/// <summary>Sweeps of which a test says only what matters to it.</summary>
internal static class Some
{
    public static SweepSpec Sweep(
        Distribution? lr = null, Distribution? epochs = null, Distribution? weightDecay = null, Distribution? batchSize = null,
        Distribution? seed = null, Sampler? sampler = null, bool sharing = true) => SomeSpec.Of(
            lr: lr, epochs: epochs, weightDecay: weightDecay, batchSize: batchSize, seed: seed, sampler: sampler, sharing: sharing);

    private static Gen<Distribution> Numbers(double least, double most) => Gen.OneOf(
        Gen.Double[least, most].Array[1, 4].Select(v => (Distribution)new Choice(v)),
        Gen.Select(Gen.Double[least, most], Gen.Int[1, 5]).Where(t => t.Item1 < most).Select(t => AsWritten(new Linear(t.Item1, most, t.Item2))),
        Gen.Select(Gen.Double[least, most], Gen.Int[1, 5]).Where(t => t.Item1 > 0 && t.Item1 < most).Select(t => AsWritten(new Log(t.Item1, most, t.Item2))),
        Gen.Select(Gen.Double[Math.Max(least, 1e-9), most], Gen.Int[1, 5]).Where(t => t.Item1 < most).Select(t => AsWritten(new Log(t.Item1, most, null, PerDecade: t.Item2))));

    /// <summary>The range as a sweep file gives it: with few digits.</summary>
    private static Distribution AsWritten(Distribution range) => range.Points.Count < 3 ? range : range switch
    {
        Linear linear => RoundedRange.WithFewDigits(digits => linear with { Digits = digits }),
        Log log => RoundedRange.WithFewDigits(digits => log with { Digits = digits }),
        _ => range,
    };

    private static Gen<Distribution> WholeNumbers(int least, int most) => Gen.OneOf(
        Gen.Int[least, most].Array[1, 4].Select(v => (Distribution)new Choice([.. v.Select(i => (double)i)])),
        Gen.Select(Gen.Int[least, most], Gen.Int[10, 30]).Select(t => (Distribution)new Integers(t.Item1, t.Item1 + 50, t.Item2)));

    /// <summary>Any spec that a file can say, with a grid of up to some thousand trials.</summary>
    public static readonly Gen<SweepSpec> Specs =
        Gen.Select(
            Gen.Select(Numbers(1e-9, 10), WholeNumbers(1, 100), Numbers(0, 1), WholeNumbers(1, 512), WholeNumbers(0, 1000), (a, b, c, d, e) => new SearchSpace(a, b, c, d, e)),
            Gen.Int[1, 2000].Nullable(), Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Int[1, 9],
            (space, limit, kind, sharing, loss, attempts) => new SweepSpec(
                $"sweep-{kind}", new DatasetSpec(sharing ? DatasetSpec.Shapes10 : DatasetSpec.Cifar10, limit, loss ? 100 : null),
                kind == 1 ? new ModelSpec(ModelSpec.Simulated, attempts) : new ModelSpec(ModelSpec.NotebookCnn),
                loss ? Objective.ValLoss : Objective.ValAccuracy, space,
                kind > 1 ? new GridSampling() : new RandomSampling(100 * attempts, attempts), (Precision)(kind % 3), attempts, sharing)
            {
                CheckpointEvery = kind switch { 0 => null, 1 => new(attempts), 2 => new(Seconds: 60 * attempts), _ => new(attempts, 90) },
            });
}
