using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using CsCheck;
using Sweep.Experiments.Inputs;
using Sweep.Experiments.Running;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Answers.Figures;
using Sweep.Reporting.Querying;
using Sweep.Reporting.Tables;
using Sweep.Reporting.Tests;

namespace Sweep.Reporting.Tests.Querying;

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
    [InlineData("--agg", null, null, null, "lr", "argmax(epochs)", "for instance argmax(epochs, valAccuracy)")]
    [InlineData("--agg", null, null, null, "lr", "percentile(lr, 101)", "a percentile is a number from 0 to 100")]
    [InlineData("--agg", null, null, null, "lr", "argmax(trial, lr) - 1", "there is nothing to calculate with text")]
    [InlineData("--agg", null, null, null, "lr", "max(lr) - valAccuracy", "there is no aggregate 'valAccuracy'")]
    [InlineData("--where", "started > 3", null, null, null, null, "started is a time; compare it with a day or a moment in quotes")]
    [InlineData("--where", "started > 2026-11-25", null, null, null, null, "for instance '2026-11-26'")]
    [InlineData("--where", "date(started) = 'yesterday'", null, null, null, null, "date(started) is a day; compare it with one in quotes, for instance '2026-11-26'")]
    [InlineData("--where", "'2026-1-2' != date(finished)", null, null, null, null, "date(finished) is a day")]
    [InlineData("--where", "agent > 'a'", null, null, null, null, "text can be compared with = and != only")]
    [InlineData("--columns", null, null, "date(lr)", null, null, "lr is a number, and date needs a time: started or finished")]
    [InlineData("--columns", null, null, "previous(agent)", null, null, "agent is text, and previous needs a number")]
    [InlineData("--where", "epoch > 3", null, null, null, null, "there is no column 'epoch'; did you mean 'epochs'?")]
    public void BadOptions_AreNamed(string option, string? where, string? sort, string? columns, string? groupBy, string? aggregates, string sentence)
    {
        var message = Assert.Throws<BadInputException>(() => Ask(where, sort, null, columns, groupBy, aggregates)).Message;
        Assert.StartsWith(option, message, StringComparison.Ordinal);
        Assert.Contains(sentence, message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheEpochsThatWereBestForEachLearningRate_AreOneQuestion() => Assert.Equal(
        ["0.01 3 0.75", "0.001 3 0.75", "10 – –", "0.1 – –"],
        Ask(groupBy: "lr", aggregates: "argmax(epochs, valAccuracy), argmax(valAccuracy, valAccuracy)"));

    [Fact]
    public void OfEqualExtremes_TheFirstIsTaken_AndTheLeastLossCanBeAskedFor()
    {
        Assert.Equal(["0.01"], Ask(aggregates: "argmax(lr, valAccuracy)"));
        Assert.Equal([Grid[1].Trial.Value], Ask(aggregates: "argmin(trial, valLoss)"));
    }

    [Fact]
    public void Percentiles_LieBetweenValuesInProportion()
    {
        Assert.Equal(["0.8 1.2 0.95 0.875 1.14"], Ask("state = completed", aggregates: "percentile(valLoss, 0), percentile(valLoss, 100), percentile(valLoss, 50), percentile(valLoss, 25), percentile(valLoss, 90)"));
        Assert.Equal(["NaN"], Ask(aggregates: "percentile(valLoss, 50)"));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(1, double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, 1, double.NegativeInfinity, double.NegativeInfinity)]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, double.NaN, double.NaN)]
    [InlineData(1.5e308, 1.5e308, 1.5e308, 1.5e308)]
    [InlineData(-1.5e308, 1.5e308, 0, -7.5e307)]
    public void BetweenInfinitiesAndTheLargestNumbers_PercentilesLieInProportionToo(double low, double high, double median, double quarter)
    {
        var row = Assert.Single(ResultsQuery.Parse(aggregates: "median(valLoss), percentile(valLoss, 25)")
            .Apply([SomeTrials.Completed(valLoss: low), SomeTrials.Completed(valLoss: high, seed: 1)]).Rows);
        Assert.Equal((median, quarter), (row[0].Number, row[1].Number));
    }

    [Fact]
    public void Aggregates_CanBeCalculatedWith_AndSortedBy()
    {
        Assert.Equal(["0.01 0.25", "0.001 0", "10 0", "0.1 –"], Ask(groupBy: "lr", aggregates: "max(valAccuracy) - min(valAccuracy)", sort: "-(max(valAccuracy) - min(valAccuracy))"));
        Assert.Equal(["2.5"], Ask(aggregates: "-(1 - count()) / 2"));
        Assert.Equal("(max(lr) - -min(lr)) * 2 - (1 - count())", Assert.Single(TrialColumns.BuiltIn.OfTrials.GroupValues("(max(LR)--min(lr))*2-(1-count())")).ToString());
    }

    [Fact]
    public void WhatIsPrintedOfAGroup_ReadsBackToTheSame()
    {
        foreach (var text in (string[])["max(lr) - min(lr)", "-(3)", "-max(lr) / (count() - 1)", "argmax(trial, valAccuracy)", "percentile(seconds / epochs, 99.5)", "max(finished)", "-2 * sum(ownSeconds)"])
        {
            var read = Assert.Single(TrialColumns.BuiltIn.OfTrials.GroupValues(text));
            Assert.Equal(text, read.ToString());
            Assert.Equal(read, Assert.Single(TrialColumns.BuiltIn.OfTrials.GroupValues(read.ToString())));
        }
    }

    private static readonly DateTimeOffset Evening = new(2026, 11, 25, 23, 30, 0, TimeSpan.FromHours(-2));

    [Theory]
    [InlineData("finished >= '2026-11-26'", true)]
    [InlineData("finished = '2026-11-26'", true)]
    [InlineData("finished = '2026-11-25'", false)]
    [InlineData("finished != '2026-11-25'", true)]
    [InlineData("finished > '2026-11-26 01:29'", true)]
    [InlineData("finished > '2026-11-26 01:30:00.5'", false)]
    [InlineData("'2026-11-25T23:00-02:00' < finished", true)]
    [InlineData("finished = '2026-11-26T01:30Z'", true)]
    [InlineData("started < finished", true)]
    [InlineData("not (started = finished)", true)]
    public void Times_AreComparedWithDaysAndMoments(string where, bool holds)
    {
        var trial = Grid[0] with { Started = Evening.AddHours(-1), Finished = Evening };
        var condition = TrialColumns.BuiltIn.OfTrials.Condition(where);
        Assert.Equal(holds, condition.Holds(trial));
        Assert.Equal(condition, TrialColumns.BuiltIn.OfTrials.Condition(condition.ToString()));
        Assert.False(TrialColumns.BuiltIn.OfTrials.Condition("finished > '2000-01-01'").Holds(Grid[0]));
    }

    [Fact]
    public void Days_AreGroups()
    {
        TrialRow[] trials = [Grid[0] with { Finished = Evening, OwnSeconds = 2 }, Grid[1] with { Finished = Evening.AddHours(20), OwnSeconds = 3 }, Grid[2] with { Finished = Evening.AddHours(40), OwnSeconds = 4 }];
        Assert.Equal(
            [$"2026-11-26 2 5 {Times.Zoned(Evening.AddHours(20))}", $"2026-11-27 1 4 {Times.Zoned(Evening.AddHours(40))}"],
            Rows(ResultsQuery.Parse(groupBy: "date(finished)", aggregates: "count(), sum(ownSeconds), max(finished)").Apply(trials)));
    }

    [Fact]
    public void Previous_IsTheNextShorterTrialOfTheRun()
    {
        var linked = CurveRows.Linked(Grid);
        Assert.Equal(["1 –", "3 0.25", "3 –", "3 –", "3 –", "3 –"], Rows(ResultsQuery.Parse(columns: "epochs, valAccuracy - previous(valAccuracy)").Apply(linked)));
    }

    [Fact]
    public void Epochs_StandOncePerRun_WithTheLongestTrialAskedFor()
    {
        ImmutableArray<(Experiments.Running.EpochMetrics, DateTimeOffset)> curve = [.. Enumerable.Range(1, 3).Select(e => (new Experiments.Running.EpochMetrics(e, 3.0 / e, 2.0 / e, 0.2 * e, 7), Evening.AddMinutes(e)))];
        TrialRow[] rows = [.. Grid.Take(2).SelectMany(trial => CurveRows.Of(trial, curve))];
        string[] Of(TrialQuestion question) => Rows(ResultsQuery.Parse(question with { Epochs = true }, TrialColumns.BuiltIn).Apply(rows));
        Assert.Equal(["3 1 0.2 –", "3 2 0.4 0.2", "3 3 0.6 0.2"], Of(new(null) { Columns = "epochs, epoch, valAccuracy, valAccuracy - previous(valAccuracy)" }));
        Assert.Equal(["1 1 7"], Of(new(null) { Where = "epochs = 1", Columns = "epochs, epoch, seconds" }));
        Assert.Equal(["14 2"], Of(new(null) { Where = "epoch <= 2", Aggregates = "sum(seconds), argmax(epoch, valAccuracy)" }));
        Assert.Equal(
            ["trial", "run", "lr", "weightDecay", "batchSize", "seed", "epoch", "trainLoss", "valLoss", "valAccuracy", "seconds"],
            (ResultsQuery.Everything with { OfEpochs = true }).Apply(rows).Columns.Select(column => column.Name));
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
        var keys = TrialColumns.BuiltIn.OfTrials.SortKeys(sort);
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
