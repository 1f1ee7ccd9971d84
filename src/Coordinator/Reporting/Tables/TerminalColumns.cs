using System.Collections.Immutable;
using Sweep.Coordinator.Reporting.Expressions;
using Sweep.Coordinator.Storage;

namespace Sweep.Coordinator.Reporting.Tables;

/// <summary>Which columns fit a terminal and say most.</summary>
internal static class TerminalColumns
{
    private static readonly string[] OnlyWhereTheyDiffer = ["weightDecay", "batchSize", "seed"];

    public static ImmutableArray<Scalar> Of(IReadOnlyList<TrialRow> trials, bool acrossSweeps, bool withRemoved)
    {
        var differing = OnlyWhereTheyDiffer.Where(name => trials.Select(TrialColumns.Of(name).Read).Distinct().Skip(1).Any());
        string[] names = [.. acrossSweeps ? ["sweep"] : Array.Empty<string>(), "trial", "state", "lr", "epochs", .. differing, "valLoss", "valAccuracy", .. withRemoved ? ["inGrid"] : Array.Empty<string>()];
        return [.. names.Select(n => new ColumnValue(TrialColumns.Of(n)))];
    }
}
