using System.Collections.Immutable;
using Sweep.Reporting.Answers;
using Sweep.Reporting.Querying.Expressions;

namespace Sweep.Reporting.Querying;

/// <summary>Which columns fit a terminal and say most.</summary>
internal static class TerminalColumns
{
    private static readonly string[] OnlyWhereTheyDiffer = ["weightDecay", "batchSize", "seed"];

    public static ImmutableArray<Scalar> Of(IReadOnlyList<TrialRow> trials, bool acrossSweeps, bool withRemoved, bool ofEpochs)
    {
        var differing = OnlyWhereTheyDiffer.Where(name => trials.Select(TrialColumns.Of(name).Read).Distinct().Skip(1).Any());
        string[] sweep = acrossSweeps ? ["sweep"] : [], inGrid = withRemoved ? ["inGrid"] : [];
        string[] names = ofEpochs
            ? [.. sweep, "trial", "lr", .. differing, "epoch", "trainLoss", "valLoss", "valAccuracy", .. inGrid]
            : [.. sweep, "trial", "state", "lr", "epochs", .. differing, "valLoss", "valAccuracy", .. inGrid];
        return [.. names.Select(n => new ColumnValue(TrialColumns.Find(n, ofEpochs)!))];
    }
}
