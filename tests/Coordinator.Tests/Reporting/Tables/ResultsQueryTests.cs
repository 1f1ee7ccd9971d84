using System.Collections.Immutable;
using CsCheck;
using Sweep.Coordinator.Reporting.Expressions;
using Sweep.Coordinator.Reporting.Tables;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Tests.Reporting.Tables;

public sealed class ResultsQueryTests
{
    private static readonly ImmutableArray<TrialRow> Grid =
    [
        SomeTrials.Completed(lr: 0.01, epochs: 1, seed: 0, valLoss: 1.2, valAccuracy: 0.5),
        SomeTrials.Completed(lr: 0.01, epochs: 3, seed: 0, valLoss: 0.8, valAccuracy: 0.75),
        SomeTrials.Completed(lr: 0.01, epochs: 3, seed: 1, valLoss: 0.9, valAccuracy: 0.65),
        SomeTrials.Completed(lr: 0.001, epochs: 3, seed: 0, valLoss: 1.0, valAccuracy: 0.75),
        SomeTrials.Diverged(lr: 10, epochs: 3),
        SomeTrials.Pending(lr: 0.1, epochs: 3),
    ];

    private static string[] Rows(ResultTable table) => [.. table.Rows.Select(r => string.Join(' ', r.Select(TerminalTable.Shown)))];

    private static string[] Ask(string? where = null, string? sort = null, int? limit = null, string? columns = null, string? groupBy = null, string? aggregates = null) =>
        Rows(ResultsQuery.Parse(where, sort, limit, columns, groupBy, aggregates).Apply(Grid));

    [Fact]
    public void Where_Sort_Limit_AndColumns_WorkTogether() =>
        Assert.Equal(["0.001 0 0.75", "0.01 0 0.75"], Ask("epochs >= 3 and state = completed", "-valAccuracy,lr", 2, "lr,seed,valAccuracy"));

    [Fact]
    public void EqualTrials_StayInTheGridsOrder() =>
        Assert.Equal(["0.01 0", "0.001 0"], Ask(sort: "-valAccuracy", limit: 2, columns: "lr,seed"));

    [Theory]
    [InlineData("valAccuracy")]
    [InlineData("-valAccuracy")]
    [InlineData("-(valAccuracy * 2)")]
    public void ADivergedTrial_IsNeverFirst_WhateverItsAccuracy(string sort)
    {
        var answer = ResultsQuery.Parse(sort: sort, columns: "lr").Apply([SomeTrials.Diverged(lr: 5) with { ValAccuracy = sort[0] == '-' ? 0.99 : 0.01 }, .. Grid]);
        Assert.Equal(5, answer.Rows.Select(r => r[0].Number).ToList().FindIndex(lr => lr == 5) + 1);
    }

    [Theory]
    [InlineData("valLoss", "0.8 0.9 1 1.2 NaN –")]
    [InlineData("-valLoss", "1.2 1 0.9 0.8 NaN –")]
    public void NotANumberAndMissing_ComeLast_InBothDirections(string sort, string expected) =>
        Assert.Equal(expected, string.Join(' ', Ask(sort: sort, columns: "valLoss")));

    [Fact]
    public void ColumnsAndSortKeys_MayBeCalculated() =>
        Assert.Equal(["1 10", "-1 0.1", "-2 0.01"], Ask("seed = 0 and epochs = 3 and lr > 1e-3", "-abs(lr)", null, "log10(lr), lr"));

    [Fact]
    public void Groups_ShowTheirAggregates() => Assert.Equal(
        ["0.01 1 0.5 – 0.5 0.5 0.5 1", "0.01 3 0.7 0.0707107 0.75 0.65 0.7 2", "0.001 3 0.75 – 0.75 0.75 0.75 1"],
        Ask("state = completed", groupBy: "lr,epochs",
            aggregates: "mean(valAccuracy),std(valAccuracy),max(valAccuracy),min(valAccuracy),median(valAccuracy),count()"));

    [Fact]
    public void Groups_AreSortedByTheirAggregates() =>
        Assert.Equal(["0.001 0.75", "0.01 0.633333", "10 0.1", "0.1 –"], Ask(groupBy: "lr", aggregates: "mean(valAccuracy)", sort: "-MEAN(valAccuracy)"));

    [Fact]
    public void NotANumberAndMissing_AreGroupsOfTheirOwn() => Assert.Equal(
        ["NaN 2", "– 2"],
        Rows(ResultsQuery.Parse(groupBy: "valLoss").Apply([SomeTrials.Diverged(10), SomeTrials.Pending(1), SomeTrials.Diverged(20), SomeTrials.Pending(2)])));

    [Fact]
    public void GroupsWithoutAggregates_AreCounted() => Assert.Equal(["1 1", "3 5"], Ask(groupBy: "epochs"));

    [Fact]
    public void AggregatesWithoutGroups_AreTakenOfAllTrials()
    {
        Assert.Equal(["6 5 3 16"], Ask(aggregates: "count(),count(valLoss),max(epochs),sum(epochs)"));
        Assert.Equal(["0 –"], Ask("lr > 100", aggregates: "count(),mean(lr)"));
    }

    [Fact]
    public void OneNotANumber_MakesAMeanNotANumber_ButNeverAnExtreme() =>
        Assert.Equal(["NaN NaN NaN 1.2 0.8"], Ask(aggregates: "mean(valLoss),std(valLoss),median(valLoss),max(valLoss),min(valLoss)"));

    [Fact]
    public void AggregatesOfIntegers_StayIntegersWhereTheyCan()
    {
        var columns = ResultsQuery.Parse(groupBy: "state", aggregates: "max(seed),mean(seed),count(cause)").Apply(Grid).Columns;
        Assert.Equal([ValueKind.Text, ValueKind.Integer, ValueKind.Number, ValueKind.Integer], columns.Select(c => c.Kind));
    }

    [Theory]
    [InlineData("--where", "epoch = 1", null, null, null, null, "--where: there is no column 'epoch'")]
    [InlineData("--sort", null, "-valAcuracy", null, null, null, "--sort: there is no column 'valAcuracy'; did you mean 'valAccuracy'?")]
    [InlineData("--sort", null, "-mean(lr)", null, null, null, "add --group-by")]
    [InlineData("--sort", null, "lr", null, "epochs", "count()", "--sort: the groups have no column 'lr'; there are epochs, count()")]
    [InlineData("--columns", null, null, "lr,epochs,LR", null, null, "--columns: lr is asked for twice")]
    [InlineData("--columns", null, null, "lr", "epochs", null, "--columns chooses columns of single trials")]
    [InlineData("--columns", null, null, "lr < 1", null, null, "--columns: 'lr < 1' is a condition, and a number or text is needed here")]
    [InlineData("--group-by", null, null, null, "lrate", null, "--group-by: there is no column 'lrate'")]
    [InlineData("--agg", null, null, null, "lr", "avg(lr)", "--agg: there is no aggregate 'avg'; known are mean, std")]
    [InlineData("--agg", null, null, null, "lr", "mean(trial)", "trial is text, and mean needs a number")]
    [InlineData("--agg", null, null, null, "lr", "mean", "for instance mean(valAccuracy)")]
    [InlineData("--agg", null, null, null, "lr", "mean()", "a value is missing before ')'")]
    public void BadOptions_AreNamed(string option, string? where, string? sort, string? columns, string? groupBy, string? aggregates, string sentence)
    {
        var message = Assert.Throws<BadInputException>(() => Ask(where, sort, null, columns, groupBy, aggregates)).Message;
        Assert.StartsWith(option, message, StringComparison.Ordinal);
        Assert.Contains(sentence, message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALimitBelowOne_IsRefused() => Assert.Contains("--limit is 0", Assert.Throws<BadInputException>(() => Ask(limit: 0)).Message, StringComparison.Ordinal);

    [Fact]
    public void SeveralSweeps_AreToldApart() =>
        Assert.Equal("sweep", (ResultsQuery.Everything with { AcrossSweeps = true }).Apply(Grid).Columns[0].Name);

    [Fact]
    public void ATerminal_IsShownOnlyTheHyperparametersThatDiffer() =>
        Assert.Equal(["trial", "state", "lr", "epochs", "seed", "valLoss", "valAccuracy"], ResultsQuery.Everything.ForTerminal(Grid).Apply(Grid).Columns.Select(c => c.Name));

    private static readonly Gen<string> AnySort =
        Gen.Select(Gen.OneOf("", "-"), Gen.OneOf("lr", "valLoss", "-valLoss", "agent", "seed", "epochs", "trainLoss / valLoss"), string.Concat).Array[1, 3].Select(k => string.Join(',', k));

    [Fact]
    public void Sorting_IsATotalOrder_AndLosesNoTrial() => Gen.Select(SomeTrials.Many, AnySort).Sample((rows, sort) =>
    {
        var keys = SortKey.ParseList(sort);
        var columns = keys.Select(k => (Values: rows.Select(k.By!.Of).ToArray(), k.Descending)).ToArray();
        var order = Ranking.Of(rows.Length, columns);
        Assert.Equal(Enumerable.Range(0, rows.Length), order.Order());
        for (var i = 0; i < order.Length; i++)
        {
            for (var j = i + 1; j < order.Length; j++)
                Assert.True(columns.Select(k => Ranking.Compare(k.Values[order[i]], k.Values[order[j]], k.Descending)).Append(order[i] - order[j]).First(c => c != 0) < 0);
        }
    }, iter: 300);

    [Fact]
    public void EveryTrial_IsInExactlyOneGroup() => SomeTrials.Many.Sample(rows =>
        Assert.Equal(rows.Length, ResultsQuery.Parse(groupBy: "lr,valLoss,agent", aggregates: "count()").Apply(rows).Rows.Sum(r => r[^1].Integer)), iter: 300);
}
