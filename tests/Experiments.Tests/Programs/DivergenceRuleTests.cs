using Sweep.Experiments.Inputs;
using Sweep.Experiments.Programs;

namespace Sweep.Experiments.Tests.Programs;

public sealed class DivergenceRuleTests
{
    [Theory]
    [InlineData("gradNorm > 1e6", 1e7, true)]
    [InlineData("gradNorm > 1e6", 1e5, false)]
    [InlineData("gradNorm > 1e6", double.PositiveInfinity, true)]
    [InlineData("gradNorm > 1e6", double.NaN, false)]
    [InlineData("epoch > 2 and gradNorm > 1", 5, true)]
    [InlineData("epoch > 3 and gradNorm > 1", 5, false)]
    [InlineData("f1 < 0.1 or gradNorm / 2 > 2", 5, true)]
    [InlineData("recall < 1", 5, false)]
    [InlineData("not isFinite(gradNorm)", double.NaN, true)]
    [InlineData("GRADNORM > 1", 5, true)]
    public void TheSweepFilesCondition_IsAskedOfEveryEpoch(string condition, double gradNorm, bool diverged) =>
        Assert.Equal(diverged, new DivergenceRule("f1", condition).Holds(3, [new("f1", 0.5), new("gradNorm", gradNorm)]));

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void AnObjectiveThatIsNotFinite_Diverged_AndOneThatIsNotThereHasNot(double f1)
    {
        Assert.True(new DivergenceRule("f1", null).Holds(1, [new("f1", f1)]));
        Assert.False(new DivergenceRule("f1", null).Holds(1, [new("recall", f1)]));
        Assert.False(new DivergenceRule("f1", null).Holds(1, []));
    }

    [Theory]
    [InlineData("gradNorm >")]
    [InlineData("gradNorm")]
    [InlineData("gradNorm = 'high'")]
    [InlineData("state = completed")]
    [InlineData("previous(gradNorm) >")]
    [InlineData("")]
    public void WhatIsNoCondition_IsRefused(string condition) => Assert.Throws<BadInputException>(() => new DivergenceRule("f1", condition));

    [Fact]
    public void ASweepFile_IsToldOfIt_WithTheKey()
    {
        var error = Assert.Throws<BadInputException>(() => Sweep.Experiments.Sweeps.SweepFile.Parse(
            "name: a\nexperiment: { command: [./train.sh], divergedWhen: 'gradNorm >' }\nspace: { width: 1 }\nobjective: { maximize: f1 }\n", "a.yaml"));
        Assert.StartsWith("a.yaml, line 2: experiment.divergedWhen: ", error.Message, StringComparison.Ordinal);
    }
}
