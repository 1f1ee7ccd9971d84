using Sweep.Experiments.Inputs;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Statistics;

namespace Sweep.Reporting.Tests.Statistics;

public sealed class ComparisonTests
{
    private static readonly TrialRow A = SomeTrials.Completed(lr: 0.01, epochs: 4, valAccuracy: 0.8);
    private static readonly TrialRow B = SomeTrials.Completed(lr: 0.02, epochs: 3, seed: 1, valAccuracy: 0.6);
    private static readonly SweepRecord Record = SomeSweep.Of(A, B, SomeTrials.Pending(0.5)).WithCurve(A, 2, 1, 0.75, 0.5).WithCurve(B, 2, 1.5, double.NaN);

    [Fact]
    public void Differences_AreBMinusA()
    {
        var comparison = Comparison.Of(Record, A, B);
        Assert.Equal(0.01, comparison.Hyperparameters.Single(h => h.Name == "lr").Difference.Number, 1e-15);
        Assert.Equal(-1, comparison.Hyperparameters.Single(h => h.Name == "epochs").Difference.Integer);
        Assert.Equal(-0.2, comparison.Metrics.Single(h => h.Name == "valAccuracy").Difference.Number, 1e-15);
        Assert.True(Comparison.Of(Record, A, Record.Trials[2]).Metrics.Single(h => h.Name == "valAccuracy").Difference.IsMissing);
    }

    [Fact]
    public void SeedsOfOneConfiguration_AndOneTrialTwice_AreCalledSo()
    {
        var sibling = (A with { Trial = B.Trial }).With("seed", 7L);
        string Said(TrialRow a, TrialRow b) => SomeSweep.Rendered(ComparisonView.Of(Comparison.Of(SomeSweep.Of(a, b), a, b)));

        Assert.Contains("A and B are seeds 0 and 7 of one configuration.", Said(A, sibling), StringComparison.Ordinal);
        Assert.Contains("A and B are the same trial.", Said(A, A), StringComparison.Ordinal);
    }

    [Fact]
    public void Curves_ShareAScale()
    {
        var text = SomeSweep.Rendered(ComparisonView.Of(Comparison.Of(Record, A, B)));
        Assert.Contains("A  █▃▂▁", text, StringComparison.Ordinal);
        Assert.Contains("B  █▆×", text, StringComparison.Ordinal);
        Assert.Contains("2.0000 → 0.5000", text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 80));
    }

    [Fact]
    public void ACurveThatExplodes_IsShownOnALogarithmicScale()
    {
        var record = Record.WithCurve(B, 2, 1e4, 1e8);
        var text = SomeSweep.Rendered(ComparisonView.Of(Comparison.Of(record, A, B)));
        Assert.Contains("(log scale)", text, StringComparison.Ordinal);
        Assert.Contains("B  ▁▅█", text, StringComparison.Ordinal);
    }

    [Fact]
    public void TrialsWithoutEpochs_AreShownToo() =>
        Assert.Contains("no epochs yet", SomeSweep.Rendered(ComparisonView.Of(Comparison.Of(Record, A, Record.Trials[2]))), StringComparison.Ordinal);

    [Theory]
    [InlineData(3, "▁▄█")]
    [InlineData(2, "▁█")]
    [InlineData(100, "▁▂▃▄▅▆▇█")]
    public void ALongCurve_IsSampledFromFirstToLast(int width, string expected) =>
        Assert.Equal(expected, Sparkline.Of([0, 1, 2, 3, 4, 5, 6, 7], 0, 7, width));

    [Fact]
    public void AFlatCurve_IsALine() => Assert.Equal("▅▅", Sparkline.Of([1, 1], 1, 1, 10));

    [Fact]
    public void ATrial_IsFoundByTheStartOfItsId()
    {
        Assert.Equal(A, TrialPrefix.Find(Record.Trials, A.Trial.Value[..8].ToUpperInvariant()));
        Assert.Contains("No trial's id begins with 'xyz'", Assert.Throws<BadInputException>(() => TrialPrefix.Find(Record.Trials, "xyz")).Message, StringComparison.Ordinal);
        Assert.Throws<BadInputException>(() => TrialPrefix.Find(Record.Trials, ""));
        TrialRow[] alike = [A with { Trial = new("ab1") }, A with { Trial = new("ab2") }];
        Assert.Contains("2 trials' ids begin with 'ab': ab1, ab2; give more", Assert.Throws<BadInputException>(() => TrialPrefix.Find(alike, "ab")).Message, StringComparison.Ordinal);
    }
}
