using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying.Expressions;

/// <summary>A column of the trials: its name in <c>results --format json</c>, what it holds and how to read it.</summary>
/// <param name="Measured">Whether training brings it forth: of a trial that did not complete it says little.</param>
/// <param name="Time">Whether its text is an instant: ISO 8601 in UTC and of one length, so that later is larger.</param>
internal sealed record TrialColumn(string Name, ValueKind Kind, Func<TrialRow, Value> Read, bool Measured = false, bool Time = false)
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

    /// <summary>The epoch of a curve; a name only where epochs are asked instead of trials.</summary>
    public static readonly TrialColumn Epoch = Integer("epoch", t => t.Epoch);

    /// <summary>What a query of epochs shows that names no columns.</summary>
    public static readonly ImmutableArray<TrialColumn> ContractOfEpochs =
    [
        .. Named("trial", "run", "lr", "weightDecay", "batchSize", "seed"), Epoch,
        .. Named("trainLoss", "valLoss", "valAccuracy", "seconds"),
    ];

    /// <summary>
    /// All columns: the contract's, the sweep, the cause of a failure, whether it is still in the grid, what it cost, where and when.
    /// </summary>
    public static readonly ImmutableArray<TrialColumn> All =
    [
        .. Contract, Sweep, Text("cause", t => t.Cause), InGrid,
        Number("ownSeconds", t => t.OwnSeconds), Number("lostSeconds", t => t.LostSeconds),
        Text("device", t => t.Device), Text("host", t => t.Host), Text("precision", t => t.Precision),
        Time("started", t => t.Started), Time("finished", t => t.Finished),
    ];

    private static readonly FrozenDictionary<string, TrialColumn> ByName =
        All.ToFrozenDictionary(c => c.Name, StringComparer.OrdinalIgnoreCase);

    private static readonly string[] StateNames = [.. Enum.GetValues<TrialState>().Select(NameOf)];

    /// <summary>The states of a trial as they are written in JSON.</summary>
    public static IReadOnlyList<string> States => StateNames;

    /// <summary>The column of that name; upper and lower case do not matter.</summary>
    /// <param name="ofEpochs">Whether epochs are asked instead of trials.</param>
    public static TrialColumn? Find(string name, bool ofEpochs = false) =>
        ofEpochs && name.Equals(Epoch.Name, StringComparison.OrdinalIgnoreCase) ? Epoch : ByName.GetValueOrDefault(name);

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
    private static IEnumerable<TrialColumn> Named(params IEnumerable<string> names) =>
        names.Select(name => Contract.First(column => column.Name == name));

    private static TrialColumn Time(string name, Func<TrialRow, DateTimeOffset?> read) =>
        new(name, ValueKind.Text, t => Value.Of(read(t) is { } at ? Instants.Text(at) : null), Time: true);

    private static TrialColumn Integer(string name, Func<TrialRow, long?> read) => new(name, ValueKind.Integer, t => Value.Of(read(t)));
    private static TrialColumn Number(string name, Func<TrialRow, double?> read) => new(name, ValueKind.Number, t => Value.Of(read(t)));
}
