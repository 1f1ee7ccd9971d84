using Sweep.Reporting.Querying;
using Sweep.Experiments.Expressions;
using CsCheck;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Sweeps;

namespace Sweep.Reporting.Tests.Querying.Expressions;

public sealed class ExpressionErrorTests
{
    private static string Error(string text) => Assert.Throws<BadInputException>(() => TrialColumns.BuiltIn.OfTrials.Condition(text)).Message;

    [Theory]
    [InlineData("epochs = three", 10, "epochs is a number, 'three' is text")]
    [InlineData("epoch >= 3", 1, "there is no column 'epoch'; did you mean 'epochs'?")]
    [InlineData("lr < 1 and valacuracy > 0.5", 12, "there is no column 'valacuracy'; did you mean 'valAccuracy'?")]
    [InlineData("lr < lrr", 6, "there is no column 'lrr'; did you mean 'lr'?")]
    [InlineData("learningRate < 1", 1, "there is no column 'learningRate'; did you mean 'lr'?")]
    [InlineData("momentum < 1", 1, "there is no column 'momentum'; known are trial, state, lr")]
    [InlineData("state = complete", 9, "there is no state 'complete'; did you mean 'completed'?")]
    [InlineData("trial = 12", 9, "trial is text, 12 is a number; write it in quotes")]
    [InlineData("trial = 3fa9", 9, "'3fa9' is neither a number nor a name")]
    [InlineData("trial < abc", 7, "text can be compared with = and != only")]
    [InlineData("agent + 1 = 2", 1, "agent is text, and + needs a number")]
    [InlineData("lr", 1, "lr is a number, and a condition is needed here")]
    [InlineData("lr < 1 and epochs", 12, "epochs is a number, and a condition is needed here")]
    [InlineData("(lr < 1) + 2 = 3", 1, "'lr < 1' is a condition, and + needs a number")]
    [InlineData("1 < lr < 3", 8, "comparisons cannot be chained")]
    [InlineData("lr < 1 && epochs = 2", 8, "'&&' is not known here; write 'and'")]
    [InlineData("lr < 1 | epochs = 2", 8, "write 'or'")]
    [InlineData("lr <> 1", 4, "write '!='")]
    [InlineData("!(lr < 1)", 1, "write 'not'")]
    [InlineData("lr <", 5, "ends too early")]
    [InlineData("lr < and", 6, "a value is missing before 'and'")]
    [InlineData("(lr < 1", 1, "this ( is never closed")]
    [InlineData("lr < 1)", 7, "this ) closes nothing")]
    [InlineData("lr in 1", 7, "a list in parentheses")]
    [InlineData("agent = 'box", 9, "has no closing '")]
    [InlineData("lr < 1 epochs", 8, "'epochs' is not expected here")]
    [InlineData("lr < 1 ; 2", 8, "';' has no meaning here")]
    [InlineData("", 1, "there is nothing here")]
    [InlineData("  ", 1, "there is nothing here")]
    [InlineData("log1(lr) < 0", 1, "there is no function 'log1'; did you mean 'log10'?")]
    [InlineData("mean(lr) < 0", 1, "stands in --agg only")]
    [InlineData("abs(lr, 2) < 0", 1, "abs takes one value and was given 2")]
    [InlineData("contains(lr, 'a')", 10, "lr is a number, and contains needs text")]
    [InlineData("valLoss < nan", 9, "write isnan(…) or isfinite(…)")]
    public void AnError_NamesThePlaceAndTheRemedy(string text, int character, string sentence)
    {
        var message = Error(text);
        Assert.Contains(sentence, message, StringComparison.Ordinal);
        Assert.Contains($"(at character {character})", message, StringComparison.Ordinal);
    }

    [Fact]
    public void ACaret_StandsUnderThePlace()
    {
        var lines = Error("lr < 1e-2 and epochs = three").Split('\n');
        Assert.Equal("  lr < 1e-2 and epochs = three", lines[1]);
        Assert.Equal(lines[1].IndexOf("three", StringComparison.Ordinal), lines[2].IndexOf('^', StringComparison.Ordinal));
    }

    [Fact]
    public void InALongExpression_TheLineIsCutAroundThePlace()
    {
        var lines = Error(string.Concat(Enumerable.Repeat("lr < 1 and ", 40)) + "epoch = 1 and lr < 2").Split('\n');
        Assert.True(lines[1].Length < 80);
        Assert.StartsWith("epoch", lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsTooLongOrTooDeep_IsRefused()
    {
        Assert.Contains("4000 is the most", Error(new string('1', 4001)), StringComparison.Ordinal);
        Assert.Contains("nested more than 100 deep", Error(new string('(', 3000)), StringComparison.Ordinal);
        Assert.Contains("nested more than 100 deep", Error(string.Concat(Enumerable.Repeat("not ", 900)) + "lr < 1"), StringComparison.Ordinal);
        Assert.Contains("nested more than 100 deep", Error(new string('-', 3000) + "lr < 1"), StringComparison.Ordinal);
    }

    private static readonly string[] Words =
        ["lr", "epochs", "state", "cause", "agent", "completed", "three", "and", "or", "not", "in", "(", ")", ",", "<", "<=", "=", "!=", "+", "-", "*", "/",
         "1", "2.5e-3", "nan", "inf", "'text'", "\"", "'", "abs(", "isnan(", "contains(", "mean(", "count(", " ", "\0", "é", "&&", "1e999", ".", "99999999999999999999"];

    [Fact]
    public void RandomText_IsReadOrRefused_AndNothingElse() =>
        Gen.OneOf(Gen.String, Gen.OneOf(Words).Array[0, 14].Select(w => string.Join(' ', w)), Gen.OneOf(Words).Array[0, 14].Select(string.Concat)).Sample(text =>
        {
            foreach (var read in (Action[])[() => TrialColumns.BuiltIn.OfTrials.Condition(text), () => TrialColumns.BuiltIn.OfTrials.Scalars(text), () => TrialColumns.BuiltIn.OfTrials.GroupValues(text), () => TrialColumns.BuiltIn.OfTrials.SortKeys(text)])
            {
                try
                {
                    read();
                }
                catch (BadInputException)
                {
                }
            }
        }, iter: 5000);
}
