using Sweep.Experiments.Inputs;
using Sweep.Experiments.Planning;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;

namespace Sweep.Experiments.Tests.Spaces;

/// <summary>Which values and ranges a sweep may search: the last that is taken, the first that is not, and what is said then.</summary>
public class RangesTests
{
    private const long LargestWhole = 1L << 53;

    private static readonly Sampler Draws = new RandomSampling(1, 0);

    public static TheoryData<SweepSpec, string> Refused => new()
    {
        { Some.Sweep(lr: new Choice([])), "lr has no values, or more than 1000000; write for instance lr: 1e-3" },
        { Some.Sweep(lr: new Choice([0])), "lr '0' must be greater than 0; write for instance lr: 1e-3" },
        { Some.Sweep(epochs: new Choice([1_000_001])),
            "epochs '1000001' must be a whole number from 1 to 1000000; write for instance epochs: [1, 3, 10]" },
        { Some.Sweep(batchSize: new Choice([1_000_001])),
            "batchSize '1000001' must be a whole number from 1 to 1000000; write for instance batchSize: 8" },
        { Some.Sweep(seed: new Choice([-1])),
            "seed '-1' must be a whole number from 0 to 9007199254740992; write for instance seed: [0, 1, 2]" },
        { Some.Sweep(lr: new Log(0, 0.1, 3)),
            "lr '0' cannot be an end of a log range, which needs ends greater than 0; write for instance { log: [1e-4, 1e-2], count: 5 }" },
        { Some.Sweep(lr: new Log(0.1, 0.2, 3, PerDecade: 3)), PerDecade(3) },
        { Some.Sweep(lr: new Log(1, 10, null, PerDecade: 1_000_000)), PerDecade(1_000_000) },
        { Some.Sweep(lr: new Log(1, 2, null, PerDecade: 1_000_001)), PerDecade(1_000_001) },
        { Some.Sweep(lr: new Linear(-0.1, 0.2, 3)), "lr '-0.1' must be greater than 0; write for instance lr: 1e-3" },
        { Some.Sweep(lr: new Linear(0.1, double.PositiveInfinity, 3)),
            "lr 'Infinity' must be greater than 0; write for instance lr: 1e-3" },
        { Some.Sweep(lr: new Linear(0.2, 0.2, 3)),
            "lr has the range 0.2 to 0.2, which does not rise; write for instance { linear: [1e-4, 1e-2], count: 5 }" },
        { Some.Sweep(lr: new Linear(0.1, 0.2, 3, 16)), "lr has points of 16 digits, and points have from 6 to 15" },
        { Some.Sweep(lr: new Linear(0.1, 0.2, 1_000_001)),
            "lr has the count '1000001', but a count is a whole number from 1 to 1000000; write for instance { linear: [1e-4, 1e-2], "
            + "count: 5 }" },
        { Some.Sweep(lr: new Linear(0.1, 0.2, null)),
            "lr is a range without a count, which a grid cannot enumerate; write { linear: [0.1, 0.2], count: 5 }" },
        { Some.Sweep(epochs: new Integers(0, 5, 1)),
            "epochs '0' must be a whole number from 1 to 1000000; write for instance epochs: [1, 3, 10]" },
        { Some.Sweep(epochs: new Integers(1, 1_000_001, 1_000_000)),
            "epochs '1000001' must be a whole number from 1 to 1000000; write for instance epochs: [1, 3, 10]" },
        { Some.Sweep(epochs: new Integers(5, 4, 1)), Nowhere("epochs has integers from 5 to 4 in steps of 1") },
        { Some.Sweep(seed: new Integers(0, LargestWhole + 1, LargestWhole)),
            Nowhere("seed has integers from 0 to 9007199254740993 in steps of 9007199254740992") },
        { Some.Sweep(seed: new Integers(0, 1, LargestWhole + 1)), Nowhere("seed has integers from 0 to 1 in steps of 9007199254740993") },
    };

    private static string PerDecade(int each) =>
        $"lr has {each} points per decade, which makes no points, more than 1000000, or stands beside a count; write for instance {{ "
            + $"log: [1e-4, 1e-2], count: 5 }}";

    private static string Nowhere(string integers) =>
        $"{integers}, which leads nowhere; write for instance {{ integers: [1, 10], step: 2 }}";

    [Theory]
    [MemberData(nameof(Refused))]
    public void WhatMeansNothing_IsRefusedWithTheRemedy(SweepSpec spec, string sentence) =>
        Assert.Equal($"The sweep's {sentence}.", Assert.Throws<BadInputException>(() => SpecRules.Check(spec)).Message);

    public static TheoryData<SweepSpec> Taken =>
    [
        Some.Sweep(lr: new Choice([double.Epsilon]), weightDecay: new Choice([0])),
        Some.Sweep(epochs: new Choice([1, 1_000_000]), batchSize: new Choice([1, 1_000_000]), seed: new Choice([0, LargestWhole])),
        Some.Sweep(lr: new Choice([.. Enumerable.Repeat(0.1, 1_000_000)]), sampler: Draws),
        Some.Sweep(lr: new Linear(0.1, 0.2, 1_000_000, 15), sampler: Draws),
        Some.Sweep(lr: new Linear(0.1, 0.2, null), sampler: Draws),
        Some.Sweep(lr: new Log(1, 10, null, PerDecade: 999_999), sampler: Draws),
        Some.Sweep(lr: new Log(1, 5, null, PerDecade: 1_000_000), sampler: Draws),
        Some.Sweep(epochs: new Integers(5, 5, 1)),
        Some.Sweep(seed: new Integers(0, LargestWhole, LargestWhole)),
    ];

    [Theory]
    [MemberData(nameof(Taken))]
    public void TheLastThatMeansSomething_IsTaken(SweepSpec spec) => SpecRules.Check(spec);

    [Theory]
    [InlineData("--lr", "log:1e-4:1e-2:3/decade", "1, 2.15443, 4.64159, 10, 21.5443, 46.4159, 100")]
    [InlineData("--lr", "linear:1e-4:2e-4:3", "1, 1.5, 2")]
    [InlineData("--epochs", "integers:20000:40000:10000", "2E+08, 3E+08, 4E+08")]
    [InlineData("--epochs", "integers:1:3", "10000, 20000, 30000")]
    [InlineData("--epochs", "integers:7:7", "70000")]
    [InlineData("--seed", "integers:0:9007199254740992:9007199254740992", "0, 9.0072E+19")]
    public void ARangeOnTheCommandLine_IsItsPoints(string option, string text, string tenThousandths) => Assert.Equal(
        tenThousandths, string.Join(
            ", ", DistributionText.Parse(option, text).Points.Select(point => FormattableString.Invariant($"{point * 10_000:G6}"))));

    [Theory]
    [InlineData("--lr", "log:1e-2:1e-4:1", "--lr has the range 1e-2 to 1e-4 the wrong way round; write log:1e-4:1e-2:1.")]
    [InlineData("--lr", "linear:1:2:3/decade", "--lr has the count '3/decade', which is not a number; write a whole number from 1.")]
    [InlineData("--lr", "log:1:10:1000000/decade",
        "--lr has 1000001 points, and a sweep has at most 1000000 trials; take fewer per decade.")]
    [InlineData("--weight-decay", "integers:0:9007199254740994:1",
        "--weight-decay has integers from 0 to 9007199254740994, which are not both whole numbers; write linear:0:9007199254740994:5.")]
    [InlineData("--seed", "integers:0:5:9007199254740994",
        "--seed has the step '9007199254740994', but a step is a whole number from 1 to 9007199254740992; write for instance "
        + "integers:1:10:2.")]
    public void ARangeOnTheCommandLineThatMeansNothing_IsRefusedWithTheRemedy(string option, string text, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<BadInputException>(() => DistributionText.Parse(option, text)).Message);

    [Theory]
    [InlineData("linear: [1, 2]", "count: 0")]
    [InlineData("log: [1, 2]", "count: 0")]
    [InlineData("log: [1, 2]", "perDecade: 0")]
    [InlineData("integers: [1, 2]", "step: 0")]
    public void ABadTail_IsNamedByItsOwnLine(string range, string tail) => Assert.StartsWith("a.yaml, line 6: lr has the ",
        Assert.Throws<BadInputException>(
            () => SweepFile.Parse($"name: a\ndataset: shapes10\nspace:\n  lr:\n    {range}\n    {tail}\n  epochs: 1\n", "a.yaml")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void DrawsFromWholeNumbers_AreStepsFromTheFirst() =>
        Assert.Equal([1, 4, 7, 10], new[] { 0, 0.25, 0.5, 0.999 }.Select(new Integers(1, 10, 3).At));
}
