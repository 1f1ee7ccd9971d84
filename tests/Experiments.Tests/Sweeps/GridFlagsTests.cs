using Sweep.Experiments.Inputs;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Tests.Sweeps;

public class GridFlagsTests
{
    private static readonly GridFlags Smallest = new() { Dataset = "shapes10", Values = Values(("lr", "1e-3"), ("epochs", "1")) };

    private static Dictionary<string, string> Values(params (string Name, string Text)[] values) =>
        values.ToDictionary(value => value.Name, value => value.Text);

    /// <summary>The smallest grid with other values.</summary>
    private static GridFlags With(params (string Name, string Text)[] values)
    {
        var all = Values(("lr", "1e-3"), ("epochs", "1"));
        foreach (var (name, text) in values)
            all[name] = text;
        return Smallest with { Values = all };
    }

    [Fact]
    public void EveryFlag_IsInTheSpec()
    {
        var spec = new GridFlags
        {
            Name = "mine",
            Dataset = "cifar10",
            Train = "10_000",
            Validation = "500",
            Model = "simulated:20",
            Objective = "valLoss",
            Values = Values(
                ("lr", "log:1e-4:1e-2:5"), ("epochs", "1,3,10"), ("weightDecay", "linear:0:0.1:3"), ("batchSize", "integers:8:24:8"), ("seed", "1")),
            Precision = "fp32",
            Sharing = false,
        }.ToSpec();

        Assert.Equal(
            new SweepSpec(
                "mine", new DatasetSpec("cifar10", 10_000, 500), new ModelSpec("simulated", 20), Objective.ValLoss,
                new SearchSpace(new Log(1e-4, 1e-2, 5, 6), new Choice([1, 3, 10]), new Linear(0, 0.1, 3, 6), new Integers(8, 24, 8), new Choice([1])),
                new GridSampling(), Precision.Fp32, 3, false),
            spec);
    }

    [Fact]
    public void UnnamedGrid_IsNamedAfterItsContent()
    {
        var name = Smallest.ToSpec().Name;

        Assert.Matches("^grid-[0-9a-f]{8}$", name);
        Assert.Equal(name, With(("lr", "0.001"), ("seed", "0")).ToSpec().Name);
        Assert.NotEqual(name, With(("lr", "0.002")).ToSpec().Name);
        Assert.NotEqual(name, (Smallest with { Train = "100" }).ToSpec().Name);
        Assert.NotEqual(name, (Smallest with { Sharing = false }).ToSpec().Name);
    }

    [Fact]
    public void SameFlags_HaveTheSameNameForEver() => Assert.Equal("grid-6d73fd2a", Smallest.ToSpec().Name);

    public static TheoryData<GridFlags, string> Bad => new()
    {
        { new(), "Neither a sweep file nor --dataset is given; give a file, for instance deploy/sweeps/quickstart.yaml, or --dataset shapes10." },
        { new() { Dataset = "shapes10", Values = Values(("epochs", "1")) }, "Neither a sweep file nor --lr is given; give a file, for instance deploy/sweeps/quickstart.yaml, or --lr log:1e-4:1e-2:5." },
        { Smallest with { Dataset = "shapes" }, "--dataset 'shapes' is not known; did you mean 'shapes10' (known are cifar10, shapes10)." },
        { With(("lr", "fast")), "--lr 'fast' is not a number; write for instance --lr 1e-3." },
        { With(("lr", "1e-3,,1e-2")), "--lr has no value; write for instance --lr 1e-3." },
        { With(("lr", "log:1e-4:1e-2")), "--lr 'log:1e-4:1e-2' does not say from, to and count; write for instance log:1e-4:1e-2:5." },
        { With(("lr", "lgo:1e-4:1e-2:5")), "--lr 'lgo:1e-4:1e-2:5' does not start with a kind of range (linear, log, integers); did you mean 'log', as in log:1e-4:1e-2:5." },
        { With(("lr", "cauchy:1e-4:1e-2:5")), "--lr 'cauchy:1e-4:1e-2:5' does not start with a kind of range (linear, log, integers); write for instance log:1e-4:1e-2:5." },
        { With(("lr", "log:1e-2:1e-4:5")), "--lr has the range 1e-2 to 1e-4 the wrong way round; write log:1e-4:1e-2:5." },
        { With(("lr", "log:0:1:5")), "--lr '0' cannot be an end of a log range, which needs ends greater than 0; write for instance log:1e-4:1e-2:5." },
        { With(("epochs", "0")), "--epochs '0' must be a whole number from 1 to 1000000; write for instance --epochs 1,3,10." },
        { With(("epochs", "integers:1")), "--epochs 'integers:1' does not say from, to and step; write for instance integers:1:10:2." },
        { With(("batchSize", "1.5")), "--batch-size '1.5' must be a whole number from 1 to 1000000; write for instance --batch-size 8." },
        { Smallest with { Train = "20000" }, "--train '20000' must be a whole number from 1 to 10000; shapes10 has 10000 images there, and without --train all of them are used." },
        { Smallest with { Name = "A b" }, "--name 'A b' must be lower-case letters, digits, '-', '_' and '.', at most 64, and start with a letter or digit; write for instance --name a-b." },
        { Smallest with { Model = "cnn" }, "--model 'cnn' is not known; did you mean 'notebook-cnn' (known are notebook-cnn, simulated)." },
        { Smallest with { Model = "notebook-cnn:5" }, "--model 'notebook-cnn:5' gives milliseconds for an epoch, which is only for simulated; write --model simulated:20." },
        { Smallest with { Precision = "half" }, "--precision 'half' is not known; known are auto, fp32, mixed." },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void BadFlag_IsOneSentenceWithTheRemedy(GridFlags flags, string sentence) =>
        Assert.Equal(sentence, Assert.Throws<BadInputException>(flags.ToSpec).Message);
}
