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

    public static ImmutableArray<Scalar> Of(
        TrialColumns columns, IReadOnlyList<TrialRow> trials, bool acrossSweeps, bool withRemoved, bool ofEpochs)
    {
        var rows = ofEpochs ? columns.OfEpochs : columns.OfTrials;
        var always = columns.Parameters.Where(column => Always.Contains(column.Name) && !(ofEpochs && column.Name == ParameterName.Epochs));
        var differing = columns.Parameters.Where(column => !Always.Contains(column.Name))
            .Where(column => trials.Select(column.Read).Distinct().Skip(1).Any());
        RowColumn[] sweep = acrossSweeps ? [TrialColumns.Sweep] : [], inGrid = withRemoved ? [TrialColumns.InGrid] : [];
        RowColumn[] measured = [rows["valLoss"], rows["valAccuracy"]];
        RowColumn[] shown = ofEpochs
            ? [.. sweep, rows["trial"], .. always, .. differing, TrialColumns.Epoch, rows["trainLoss"], .. measured, .. inGrid]
            : [.. sweep, rows["trial"], TrialColumns.State, .. always, .. differing, .. measured, .. inGrid];
        return [.. shown.Select(column => new ColumnValue(column))];
    }
}
