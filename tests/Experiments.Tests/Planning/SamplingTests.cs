using CsCheck;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Planning;

public class SamplingTests
{
    [Fact]
    public void Grid_VariesEpochsFastestAndSeedSlowest()
    {
        var trials = Sampling.Trials(Some.Sweep(lr: new Choice([0.1, 0.2]), epochs: new Choice([1, 3]), seed: new Choice([7, 8]))).Trials;

        Assert.Equal(
            [(7, 0.1, 1), (7, 0.1, 3), (7, 0.2, 1), (7, 0.2, 3), (8, 0.1, 1), (8, 0.1, 3), (8, 0.2, 1), (8, 0.2, 3)],
            trials.Select(t => (t.Seed, t.LearningRate, t.Epochs)));
    }

    private static SweepSpec Own(Sampler? sampler = null, params Axis[] axes) => Some.Sweep(sampler: sampler) with
    {
        Space = SearchSpace.Of([new("seed", new Choice([0, 1])), new("epochs", new Choice([1, 3])), .. axes]),
    };

    private static string[] Canonical(SweepSpec spec) => [.. Sampling.Trials(spec).Trials.Select(trial => trial.Canonical)];

    [Fact]
    public void OwnParameters_VaryAfterLrAndBeforeEpochs_InTheOrderWritten() => Assert.Equal(
        [
            .. from seed in (int[])[0, 1] from lr in (string[])["0.1", "0.2"] from width in (int[])[32, 16] from optimizer in (string[])["sgd", "adam"] from epochs in (int[])[1, 3]
               select $"epochs={epochs} lr={lr} seed={seed} optimizer=\"{optimizer}\" width={width}",
        ],
        Canonical(Own(null, new("width", new Choice([32, 16])), new("optimizer", new Listed([ParameterValue.Of("sgd"), ParameterValue.Of("adam")])), new("lr", new Choice([0.1, 0.2])))));

    [Fact]
    public void AnotherParameter_LeavesTheDrawsOfTheOthersAlone()
    {
        Axis[] axes = [new("lr", new Log(1e-4, 1, null)), new("width", new Integers(1, 1000, 1))];
        var before = Sampling.Trials(Own(new RandomSampling(50, 7), axes)).Trials;
        var after = Sampling.Trials(Own(new RandomSampling(50, 7), [new("alpha", new Linear(0, 1, null)), .. axes])).Trials;

        Assert.Equal(before, after.Select(trial => trial.With("alpha", null)));
        Assert.Equal(50, after.Select(trial => trial["alpha"]).Distinct().Count());
    }

    [Fact]
    public void RunsOfOneSweep_ShareWhatTheyHaveInCommon() => Assert.All(
        Sampling.Trials(Own(null, new Axis("width", new Choice([16, 32])))).Trials.Chunk(2), pair => Assert.Same(pair[0].Shared, pair[1].Shared));

    [Fact]
    public void EqualTrials_AreMergedAndCounted()
    {
        var sampled = Sampling.Trials(Some.Sweep(lr: new Choice([0.1, 0.1, 0.2]), epochs: new Choice([1, 3, 1])));

        Assert.Equal([(0.1, 1), (0.1, 3), (0.2, 1), (0.2, 3)], sampled.Trials.Select(t => (t.LearningRate, t.Epochs)));
        Assert.Equal(5, sampled.Merged);
    }

    [Fact]
    public void RangesOverWholeNumbers_AreRounded()
    {
        var sampled = Sampling.Trials(Some.Sweep(epochs: new Log(1, 100, 5)));

        Assert.Equal([1, 3, 10, 32, 100], sampled.Trials.Select(t => t.Epochs));
    }

    [Fact]
    public void Points_HaveNoRoundingNoise()
    {
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5], new Linear(0.1, 0.5, 5).Points);
        Assert.Equal([1e-4, 0.000316227766016838, 1e-3, 0.00316227766016838, 1e-2], new Log(1e-4, 1e-2, 5).Points);
    }

    [Fact]
    public void Points_HaveTheDigitsAskedFor()
    {
        Assert.Equal([1e-4, 0.000316228, 1e-3, 0.00316228, 1e-2], new Log(1e-4, 1e-2, 5, 6).Points);
        Assert.Equal([0, 0.0333333, 0.0666667, 0.1], new Linear(0, 0.1, 4, 6).Points);
    }

    [Fact]
    public void APointPerPartOfADecade_StaysWhereItIsWhenTheRangeGrows()
    {
        double[] points = [1e-4, 0.000215443, 0.000464159, 1e-3, 0.00215443, 0.00464159, 1e-2];

        Assert.Equal(points, new Log(1e-4, 1e-2, null, 6, 3).Points);
        Assert.Equal([.. points, 0.0215443, 0.0464159], new Log(1e-4, 4.64e-2, null, 6, 3).Points);
        Assert.Equal([.. points, 0.0215443], new Log(1e-4, 4.5e-2, null, 6, 3).Points);
        Assert.Equal(3001, new Log(1e-4, 1e-1, null, 15, 1000).Points.Count);
        Assert.Equal([1e-4], new Log(1e-4, 1.1e-4, null, 6, 3).Points);
    }

    [Fact]
    public void Ranges_HitTheirEndsExactly() => Gen.Select(Gen.Double[1e-9, 1e9], Gen.Double[1e-9, 1e9], Gen.Int[2, 50]).Sample((a, b, n) =>
    {
        var (from, to) = (Math.Min(a, b), Math.Max(a, b));
        foreach (var points in (IReadOnlyList<double>[])[new Linear(from, to, n).Points, new Log(from, to, n).Points])
        {
            Assert.Equal(n, points.Count);
            Assert.Equal(from, points[0]);
            Assert.Equal(to, points[^1]);
            Assert.Equal(points.Order(), points);
        }
    });

    [Fact]
    public void Draws_StayWithinTheirRange() => Gen.Select(Gen.Double[1e-9, 1e9], Gen.Double[1e-9, 1e9], Gen.Double[0, 1]).Sample((a, b, u) =>
    {
        var (from, to) = (Math.Min(a, b), Math.Max(a, b));
        Assert.InRange(new Linear(from, to, null).At(u), from, to);
        Assert.InRange(new Log(from, to, null).At(u), from, to);
    });

    [Fact]
    public void RandomTrials_AreTheSameForEver()
    {
        var trials = Sampling.Trials(Some.Sweep(
            lr: new Log(1e-4, 1e-1, null), epochs: new Integers(1, 10, 1), weightDecay: new Linear(0, 0.1, null), batchSize: new Choice([8, 16, 32]), seed: new Choice([0]),
            sampler: new RandomSampling(3, 42))).Trials;

        Assert.Equal([
            "epochs=2 lr=0.0167762402248156 weightDecay=0.0278601130255139 batchSize=16 seed=0",
            "epochs=3 lr=0.0402424329976021 weightDecay=0.0800631876713503 batchSize=16 seed=0",
            "epochs=5 lr=0.000411818161470445 weightDecay=0.0513396116322149 batchSize=16 seed=0",
        ], trials.Select(t => t.Canonical));
    }

    [Fact]
    public void MoreRandomTrials_BeginWithTheSameOnes()
    {
        Sampler Draw(int n) => new RandomSampling(n, 5);
        var (few, many) = (Sampling.Trials(Some.Sweep(lr: new Log(1e-4, 1, null), sampler: Draw(10))).Trials, Sampling.Trials(Some.Sweep(lr: new Log(1e-4, 1, null), sampler: Draw(20))).Trials);

        Assert.Equal(few, many.Take(10));
        Assert.Equal(20, many.Length);
    }

    [Fact]
    public void EqualDraws_AreMergedAndCounted()
    {
        var sampled = Sampling.Trials(Some.Sweep(epochs: new Choice([1, 2]), sampler: new RandomSampling(50, 1)));

        Assert.Equal([1, 2], sampled.Trials.Select(t => t.Epochs).Order());
        Assert.Equal(48, sampled.Merged);
    }

    [Fact]
    public void Draws_ReachEveryValueAboutEquallyOften()
    {
        var drawn = Sampling.Trials(Some.Sweep(lr: new Linear(1, 2, null), epochs: new Integers(1, 4, 1), sampler: new RandomSampling(4000, 9))).Trials;

        Assert.All(drawn.CountBy(t => t.Epochs), bin => Assert.InRange(bin.Value, 900, 1100));
        Assert.InRange(drawn.Average(t => t.LearningRate), 1.48, 1.52);
    }

    [Fact]
    public void MillionTrials_ArePlanned() =>
        Assert.Equal(1_000_000, Sampling.Trials(Some.Sweep(lr: new Linear(1, 2, 1000), epochs: new Integers(1, 1000, 1))).Trials.Length);

    public static TheoryData<SearchSpace> TooLarge => new()
    {
        Some.Sweep(lr: new Linear(1, 2, 1001), epochs: new Integers(1, 1000, 1)).Space,
        Some.Sweep(lr: new Linear(1, 2, 1_000_000), epochs: new Integers(1, 1_000_000, 1), seed: new Integers(0, 1L << 53, 1), batchSize: new Integers(1, 1_000_000, 1), weightDecay: new Linear(0, 1, 1_000_000)).Space,
        Some.Sweep(seed: new Integers(0, 1L << 53, 1)).Space,
    };

    [Theory]
    [MemberData(nameof(TooLarge))]
    public void GridOverAMillion_IsRefusedBeforeItIsMade(SearchSpace space) =>
        Assert.Matches(@"^The grid of sweep 'some' has .* trials, and a sweep has at most 1000000; take fewer points",
            Assert.Throws<BadInputException>(() => Sampling.Trials(Some.Sweep() with { Space = space })).Message);

    [Fact]
    public void TrialIds_AreUnique() => Some.Specs.Sample(spec =>
    {
        var trials = Sampling.Trials(spec).Trials;
        Assert.Equal(trials.Length, trials.Select(t => t.TrialOf(spec.Name)).Distinct().Count());
    });
}
