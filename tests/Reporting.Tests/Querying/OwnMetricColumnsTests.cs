using System.Collections.Immutable;
using Sweep.Experiments.Sweeps;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Exports;
using Sweep.Reporting.Querying;

namespace Sweep.Reporting.Tests.Querying;

/// <summary>The columns of a question follow the sweeps that are asked: a program's metrics are columns by their names.</summary>
public sealed class OwnMetricColumnsTests
{
    private static readonly SweepRecord Own = SomeProgram.Sweep(SomeProgram.Usual);

    private static string[] Names(params SweepRecord[] sweeps) =>
        [.. TrialColumns.Of([.. sweeps.Select(sweep => sweep.Spec)], [.. sweeps.SelectMany(sweep => sweep.Trials)]).Contract.Select(column => column.Name)];

    private static ResultTable Ask(SweepRecord[] sweeps, string? where = null, string? columns = null, string? sort = null)
    {
        ImmutableArray<TrialRow> rows = [.. sweeps.SelectMany(sweep => sweep.Trials)];
        return ResultsQuery.Parse(where: where, sort: sort, columns: columns, names: TrialColumns.Of([.. sweeps.Select(sweep => sweep.Spec)], rows)).Apply(rows);
    }

    [Fact]
    public void AProgramsSweep_HasWhatItMeasured_AndNothingThatItDidNot() => Assert.Equal(
        ["trial", "state", "lr", "epochs", "weightDecay", "batchSize", "seed", "f1", "loss", "perplexity", "bestEpoch", "bestEpochValue", "seconds", "run", "agent", "attempt"],
        Names(Own));

    [Fact]
    public void TheBuiltInNetworks_HasWhatItEverHad() => Assert.Equal(TrialColumns.BuiltIn.Contract.Select(column => column.Name), Names(Some.SweepRecord()));

    [Fact]
    public void BeforeAnythingIsMeasured_TheObjectiveIsAColumn() => Assert.Equal(
        ["f1", "bestEpoch", "bestEpochValue"], Names(Own with { Trials = [] }).SkipWhile(name => name != "f1").Take(3));

    [Fact]
    public void AcrossSweeps_ThereIsEverything_AndWhatASweepLacksIsMissing()
    {
        SweepRecord[] both = [Some.SweepRecord(), Own];
        Assert.Equal(["trainLoss", "valLoss", "valAccuracy", "f1", "loss", "perplexity"], Names(both).SkipWhile(name => name != "trainLoss").Take(6));
        var table = Ask(both, columns: "valAccuracy, f1");
        Assert.All(table.Rows.Take(both[0].Trials.Length), row => Assert.Equal((false, true), (row[0].IsMissing, row[1].IsMissing)));
        Assert.All(table.Rows.Skip(both[0].Trials.Length), row => Assert.Equal((true, false), (row[0].IsMissing, row[1].IsMissing)));
    }

    [Fact]
    public void AMetric_IsAWordOfTheLanguage()
    {
        Assert.Equal(3, Ask([Own], where: "f1 > 0.6 and perplexity < 25").Rows.Length);
        Assert.Equal(0.702, Ask([Own], sort: "-F1", columns: "f1").Rows[0][0].Number);
    }

    [Fact]
    public void AMetricCalledPrecision_IsTheColumnOfThatName() => Assert.Equal(
        0.25, Ask([SomeProgram.Sweep((_, _) => [new("f1", 1), new("precision", 0.25)])], columns: "precision").Rows[0][0].Number);

    [Fact]
    public void Tables_HaveThemAtTheEnd()
    {
        Assert.Equal(["cause", "f1", "loss", "perplexity", "bestEpochValue"], SweepTables.TrialColumns(Own).Select(column => column.Name).SkipWhile(name => name != "cause"));
        Assert.Equal(["seconds", "f1", "loss", "perplexity"], SweepTables.EpochColumns(Own).Select(column => column.Name).SkipWhile(name => name != "seconds"));
        Assert.Equal("cause", SweepTables.TrialColumns(Some.SweepRecord())[^1].Name);
    }
}
