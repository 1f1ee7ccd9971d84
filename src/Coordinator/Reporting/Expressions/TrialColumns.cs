using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Reporting.Expressions;

/// <summary>A column of the trials: its name in <c>results --format json</c>, what it holds and how to read it.</summary>
/// <param name="Measured">Whether training brings it forth: of a trial that did not complete it says little.</param>
internal sealed record TrialColumn(string Name, ValueKind Kind, Func<TrialRow, Value> Read, bool Measured = false)
{
    public bool Equals(TrialColumn? other) => other is not null && Name == other.Name;
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);
}

/// <summary>The names that an expression may use.</summary>
internal static class TrialColumns
{
    public static readonly TrialColumn State = Text("state", t => NameOf(t.State));
    public static readonly TrialColumn Sweep = Text("sweep", t => t.Sweep);

    /// <summary>Whether the latest sweep file still has the trial in its grid.</summary>
    public static readonly TrialColumn InGrid = Text("inGrid", t => t.InGrid ? "yes" : "no");

    /// <summary>The columns of the JSON contract, in its order: what a query shows that names none.</summary>
    public static readonly ImmutableArray<TrialColumn> Contract =
    [
        Text("trial", t => t.Trial.Value),
        State,
        Number("lr", t => t.LearningRate),
        Integer("epochs", t => t.Epochs),
        Number("weightDecay", t => t.WeightDecay),
        Integer("batchSize", t => t.BatchSize),
        Integer("seed", t => t.Seed),
        Number("trainLoss", t => t.TrainLoss) with { Measured = true },
        Number("valLoss", t => t.ValLoss) with { Measured = true },
        Number("valAccuracy", t => t.ValAccuracy) with { Measured = true },
        Integer("bestEpoch", t => t.BestEpoch) with { Measured = true },
        Number("bestEpochValAccuracy", t => t.BestEpochValAccuracy) with { Measured = true },
        Number("seconds", t => t.Seconds),
        Text("run", t => t.Run.Value),
        Text("agent", t => t.Agent),
        Integer("attempt", t => t.Attempt),
    ];

    /// <summary>All columns: the contract's, the sweep, the cause of a failure and whether it is still in the grid.</summary>
    public static readonly ImmutableArray<TrialColumn> All = [.. Contract, Sweep, Text("cause", t => t.Cause), InGrid];

    private static readonly FrozenDictionary<string, TrialColumn> ByName = All.ToFrozenDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly string[] StateNames = [.. Enum.GetValues<TrialState>().Select(NameOf)];

    /// <summary>The states of a trial as they are written in JSON.</summary>
    public static IReadOnlyList<string> States => StateNames;

    /// <summary>The column of that name; upper and lower case do not matter.</summary>
    public static TrialColumn? Find(string name) => ByName.GetValueOrDefault(name);

    public static TrialColumn Of(string name) => ByName[name];

    public static string NameOf(TrialState state) => state switch
    {
        TrialState.Pending => "pending",
        TrialState.Running => "running",
        TrialState.Completed => "completed",
        TrialState.Diverged => "diverged",
        TrialState.Failed => "failed",
        TrialState.Cancelled => "cancelled",
        _ => JsonNamingPolicy.CamelCase.ConvertName(state.ToString()),
    };

    private static TrialColumn Text(string name, Func<TrialRow, string?> read) => new(name, ValueKind.Text, t => Value.Of(read(t)));
    private static TrialColumn Integer(string name, Func<TrialRow, long?> read) => new(name, ValueKind.Integer, t => Value.Of(read(t)));
    private static TrialColumn Number(string name, Func<TrialRow, double?> read) => new(name, ValueKind.Number, t => Value.Of(read(t)));
}
