using Sweep.Reporting.Querying;
using Sweep.Experiments.Expressions;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Tests;

namespace Sweep.Reporting.Tests.Querying.Expressions;

public sealed class ExpressionTests
{
    private static readonly TrialRow Good = SomeTrials.Completed(lr: 0.01, epochs: 3, seed: 9007199254740993, valLoss: 0.75, valAccuracy: 0.8);
    private static readonly TrialRow Bad = SomeTrials.Diverged();
    private static readonly TrialRow Open = SomeTrials.Pending();
    private static readonly TrialRow Broken = SomeTrials.Failed("out of memory, it's full");

    private static bool Holds(string text, TrialRow trial) => TrialColumns.BuiltIn.OfTrials.Condition(text).Holds(trial);

    [Theory]
    [InlineData("lr < 1e-1 and epochs >= 3 and state = completed", true)]
    [InlineData("lr = 0.01", true)]
    [InlineData("lr == 1e-2", true)]
    [InlineData("lr != .01", false)]
    [InlineData("epochs > 3", false)]
    [InlineData("epochs <= 3", true)]
    [InlineData("epochs >= 4 or epochs < 4", true)]
    [InlineData("epochs in (1, 3, 10)", true)]
    [InlineData("epochs not in (1, 3, 10)", false)]
    [InlineData("state in (completed, 'diverged')", true)]
    [InlineData("state = Completed", true)]
    [InlineData("STATE = \"completed\" AND NOT epochs = 1", true)]
    [InlineData("not epochs = 1 and lr = 0.01", true)]
    [InlineData("not (epochs = 3 and lr = 0.01)", false)]
    [InlineData("epochs = 1 and epochs = 2 or epochs = 3", true)]
    [InlineData("epochs = 1 and (epochs = 2 or epochs = 3)", false)]
    [InlineData("valAccuracy - trainLoss < 0", true)]
    [InlineData("1 + 2 * 3 = 7", true)]
    [InlineData("(1 + 2) * 3 = 9", true)]
    [InlineData("10 - 4 - 3 = 3", true)]
    [InlineData("8 / 4 / 2 = 1", true)]
    [InlineData("-lr = -0.01", true)]
    [InlineData("--epochs = 3", true)]
    [InlineData("abs(log10(lr) + 2) < 1e-12", true)]
    [InlineData("isfinite(valLoss)", true)]
    [InlineData("contains(agent, box)", true)]
    [InlineData("startswith(agent, 'ox')", false)]
    [InlineData("ismissing(cause)", true)]
    [InlineData("agent = 'box-1'", true)]
    [InlineData("sweep = some", true)]
    [InlineData("bestEpochValAccuracy = valAccuracy", true)]
    [InlineData("lr < inf and lr > -inf", true)]
    public void AConditionHolds_WhereItsWordsSayso(string text, bool expected) => Assert.Equal(expected, Holds(text, Good));

    [Fact]
    public void Integers_AreComparedWithAllTheirDigits()
    {
        Assert.True(Holds("seed = 9007199254740993", Good));
        Assert.False(Holds("seed = 9007199254740992", Good));
    }

    [Theory]
    [InlineData("valLoss = 1")]
    [InlineData("valLoss != 1")]
    [InlineData("valLoss < 1")]
    [InlineData("valLoss >= 1")]
    [InlineData("valLoss = valLoss")]
    [InlineData("valLoss - valLoss = 0")]
    public void NothingIsTrue_OfNotANumberOrAMissingValue(string text)
    {
        Assert.False(Holds(text, Bad));
        Assert.False(Holds(text, Open));
        Assert.True(Holds($"not ({text})", Open));
    }

    [Fact]
    public void NotANumberMissingAndFinite_CanBeAskedFor()
    {
        TrialRow[] all = [Good, Bad, Open];
        Assert.Equal([Bad], all.Where(TrialColumns.BuiltIn.OfTrials.Condition("isnan(valLoss)").Holds));
        Assert.Equal([Bad], all.Where(TrialColumns.BuiltIn.OfTrials.Condition("valLoss = nan").Holds));
        Assert.Equal([Good, Open], all.Where(TrialColumns.BuiltIn.OfTrials.Condition("valLoss != nan").Holds));
        Assert.Equal([Open], all.Where(TrialColumns.BuiltIn.OfTrials.Condition("ismissing(valLoss)").Holds));
        Assert.Equal([Good], all.Where(TrialColumns.BuiltIn.OfTrials.Condition("isfinite(valLoss)").Holds));
    }

    [Fact]
    public void QuotesInText_AreWrittenTwice() => Assert.True(Holds("contains(cause, 'it''s')", Broken));

    [Fact]
    public void ALongChain_IsReadAndAnswered() =>
        Assert.True(Holds(string.Concat(Enumerable.Repeat("1+", 1500)) + "1=1501", Good));
}
