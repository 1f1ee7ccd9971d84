using Sweep.Experiments.Trials;
using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>Which columns fit a terminal and say most.</summary>
internal static class TerminalColumns
{
    /// <summary>What every row of the built-in network begins with, as far as there is such a parameter.</summary>
    private static readonly string[] Always = [ParameterName.LearningRate, ParameterName.Epochs];

    /// <summary>Metrics of a program beside its objective.</summary>
    private const int MostOwn = 3;

    public static ImmutableArray<Scalar> Of(
        TrialColumns columns, IReadOnlyList<TrialRow> trials, bool acrossSweeps, bool withRemoved, bool ofEpochs)
    {
        var rows = ofEpochs ? columns.OfEpochs : columns.OfTrials;
        var always = columns.Parameters.Where(column => Always.Contains(column.Name) && !(ofEpochs && column.Name == ParameterName.Epochs));
        var differing = columns.Parameters.Where(column => !Always.Contains(column.Name))
            .Where(column => trials.Select(column.Read).Distinct().Skip(1).Any());
        RowColumn[] sweep = acrossSweeps ? [TrialColumns.Sweep] : [], inGrid = withRemoved ? [TrialColumns.InGrid] : [];
        var measured = Measured(columns, trials, ofEpochs);
        RowColumn[] shown = ofEpochs
            ? [.. sweep, rows["trial"], .. always, .. differing, TrialColumns.Epoch, .. measured, .. inGrid]
            : [.. sweep, rows["trial"], TrialColumns.State, .. always, .. differing, .. measured, .. inGrid];
        return [.. shown.Select(column => new ColumnValue(column))];
    }

    /// <summary>
    /// What a program ranks by, then what the built-in network measures, then what else there is room for; of a program nothing that it
    /// never measured.
    /// </summary>
    private static IEnumerable<RowColumn> Measured(TrialColumns columns, IReadOnlyList<TrialRow> trials, bool ofEpochs)
    {
        string[] known = ofEpochs ? [.. MetricNames.BuiltIn] : [MetricNames.ValLoss, MetricNames.ValAccuracy];
        var own = columns.Metrics.Where(metric => !MetricNames.BuiltIn.Contains(metric.Name))
            .Where(metric => trials.Any(trial => !metric.Read(trial).IsMissing));
        return columns.Metrics.Where(metric => columns.Objectives.Contains(metric.Name))
            .Concat(columns.Metrics.Where(metric => known.Contains(metric.Name)))
            .Concat(own.Take(MostOwn)).Distinct();
    }
}
