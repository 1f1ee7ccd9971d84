using System.Collections.Immutable;
using System.Text.Json;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Reporting.Querying;

/// <summary>
/// The columns of trials, with the names that they have in <c>results --format json</c>: what an expression may use, and what is shown
/// where a question names none. They follow the sweeps that are asked: each has a column for each of its hyperparameters.
/// </summary>
internal sealed class TrialColumns
{
    public static readonly RowColumn State = Text("state", t => NameOf(t.State)) with { Words = States };
    public static readonly RowColumn Sweep = Text("sweep", t => t.Sweep);

    /// <summary>Whether the latest sweep file still has the trial in its grid.</summary>
    public static readonly RowColumn InGrid = Text("inGrid", t => t.InGrid ? "yes" : "no");

    /// <summary>The epoch of a curve; a name only where epochs are asked instead of trials.</summary>
    public static readonly RowColumn Epoch = Integer("epoch", t => t.Epoch);

    /// <summary>The columns of sweeps of the built-in network.</summary>
    public static readonly TrialColumns BuiltIn =
        new(Parameter.Known.Select(known => (known.Key, ParameterColumn.KindOf(known.Kind))), MetricNames.BuiltIn, []);

    /// <param name="metrics">In their order.</param>
    /// <param name="objectives">Those of them that a sweep ranks by and that have no column of the best epoch of their own.</param>
    private TrialColumns(
        IEnumerable<(string Name, ValueKind Kind)> parameters, IEnumerable<string> metrics, ImmutableArray<string> objectives)
    {
        Parameters =
            [.. parameters.Select(parameter => ParameterColumn.Of(
                parameter.Name, parameter.Kind, row => ((TrialRow)row).Hyperparameters[parameter.Name]))];
        Objectives = objectives;
        Metrics = MetricColumns(metrics, Parameters);
        Contract =
        [
            Text("trial", t => t.Trial.Value),
            State,
            .. Parameters,
            .. Metrics,
            Integer("bestEpoch", t => t.BestEpoch) with { Measured = true },
            .. Metrics.Any(metric => metric.Name == MetricNames.ValAccuracy)
                ? [Number("bestEpochValAccuracy", t => t.BestEpochValAccuracy) with { Measured = true }]
                : Array.Empty<RowColumn>(),
            .. objectives.IsEmpty
                ? Array.Empty<RowColumn>()
                : [Number("bestEpochValue", t => t.BestEpochValue) with { Measured = true }],
            Number("seconds", t => t.Seconds),
            Text("run", t => t.Run.Value),
            Text("agent", t => t.Agent),
            Integer("attempt", t => t.Attempt),
        ];
        ContractOfEpochs =
        [
            .. Named("trial", "run"), .. Parameters.Where(parameter => parameter.Name != ParameterName.Epochs), Epoch,
            .. Metrics, .. Named("seconds"),
        ];
        RowColumn[] others =
        [
            Sweep, Text("cause", t => t.Cause), InGrid,
            Number("ownSeconds", t => t.OwnSeconds), Number("lostSeconds", t => t.LostSeconds),
            Text("device", t => t.Device), Text("host", t => t.Host), Text("precision", t => t.Precision),
            Time("started", t => t.Started), Time("finished", t => t.Finished),
        ];
        // A program's precision is what it measured: what it was computed in is not known of a program.
        OfTrials = new(
        [
            .. Contract,
            .. others.Where(other => !Metrics.Any(metric => metric.Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase))),
        ]);
        OfEpochs = new([.. OfTrials.All, Epoch]);
    }

    /// <summary>The columns for trials of these sweeps: together all that one of them has.</summary>
    /// <param name="rows">The trials, for those of an earlier sweep file.</param>
    public static TrialColumns Of(IReadOnlyCollection<SweepSpec> sweeps, IReadOnlyList<TrialRow> rows)
    {
        var kinds = new Dictionary<string, ValueKind>(StringComparer.Ordinal);
        foreach (var parameter in sweeps.SelectMany(sweep => sweep.Space.Axes).Select(Parameter.Of))
            Add(parameter.Key, ParameterColumn.KindOf(parameter.Kind));
        foreach (var row in rows)
            if (!row.Hyperparameters.Shared.IsOfNetwork || kinds.Count == 0)
                foreach (var (name, value) in row.Hyperparameters.Values)
                    Add(name, ParameterColumn.KindOf(Parameter.Of(name, value.Kind).Kind));
        ImmutableArray<string> objectives =
        [
            .. sweeps.Select(sweep => sweep.Objective).Where(objective => !Objective.Known.Contains(objective))
                .Select(objective => objective.Metric).Distinct(),
        ];
        var asEver = kinds.Count == 0 || (kinds.Count == Parameter.Known.Count && ParameterName.Known.All(kinds.ContainsKey));
        return asEver && objectives.IsEmpty && sweeps.All(sweep => sweep.Program is null)
            ? BuiltIn
            : new(
                kinds.OrderBy(known => known.Key, ParameterName.InOrder).Select(known => (known.Key, known.Value)),
                MetricsOf(sweeps, rows), objectives);

        void Add(string name, ValueKind kind) => kinds[name] = !kinds.TryGetValue(name, out var known) || known == kind ? kind
            : known == ValueKind.Text || kind == ValueKind.Text ? ValueKind.Text
            : ValueKind.Number;
    }

    /// <summary>The columns for the trials of one sweep.</summary>
    public static TrialColumns Of(SweepRecord sweep) => Of([sweep.Spec], sweep.Trials);

    /// <summary>What one of the sweeps measures, or ranks by.</summary>
    private static IEnumerable<string> MetricsOf(IReadOnlyCollection<SweepSpec> sweeps, IReadOnlyList<TrialRow> rows)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (sweeps.Count == 0 || sweeps.Any(sweep => sweep.Program is null))
            names.UnionWith(MetricNames.BuiltIn);
        names.UnionWith(sweeps.Select(sweep => sweep.Objective.Metric));
        if (sweeps.Any(sweep => sweep.Program is not null))
            foreach (var row in rows)
                names.UnionWith(SweepMetrics.Names(row));
        return names.Order(Comparer<string>.Create(MetricNames.Compare));
    }

    /// <summary>
    /// One for each metric. Names that differ only in upper and lower case, which those of different sweeps may, share a column; one that
    /// is a hyperparameter of another sweep has that one's.
    /// </summary>
    private static ImmutableArray<RowColumn> MetricColumns(IEnumerable<string> metrics, ImmutableArray<RowColumn> parameters) =>
    [
        .. from name in metrics
           where !parameters.Any(parameter => parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
           group name by name.ToUpperInvariant() into same
           let names = same.ToArray()
           select Number(names[0], trial => Array.ConvertAll(names, trial.Metric).FirstOrDefault(value => value is not null))
               with { Measured = true },
    ];

    /// <summary>One for each hyperparameter: the known ones, then the others by their names.</summary>
    public ImmutableArray<RowColumn> Parameters { get; }

    /// <summary>One for each metric that is measured.</summary>
    public ImmutableArray<RowColumn> Metrics { get; }

    /// <summary>The metrics that a sweep ranks by, but for validation accuracy and validation loss.</summary>
    public ImmutableArray<string> Objectives { get; }

    /// <summary>The columns of the JSON contract, in its order: what a query shows that names none.</summary>
    public ImmutableArray<RowColumn> Contract { get; }

    /// <summary>What a query of epochs shows that names no columns.</summary>
    public ImmutableArray<RowColumn> ContractOfEpochs { get; }

    /// <summary>
    /// All columns: the contract's, the sweep, the cause of a failure, whether it is still in the grid, what it cost, where and when.
    /// </summary>
    public RowColumns OfTrials { get; }

    /// <summary>The same where epochs are asked instead of trials: then the epoch has a name.</summary>
    public RowColumns OfEpochs { get; }

    /// <summary>The states of a trial as they are written in JSON.</summary>
    public static IReadOnlyList<string> States => [.. Enum.GetValues<TrialState>().Select(NameOf)];

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

    private static RowColumn Text(string name, Func<TrialRow, string?> read) =>
        new(name, ValueKind.Text, row => Value.Of(read((TrialRow)row)));

    private IEnumerable<RowColumn> Named(params IEnumerable<string> names) =>
        names.Select(name => Contract.First(column => column.Name == name));

    private static RowColumn Time(string name, Func<TrialRow, DateTimeOffset?> read) =>
        new(name, ValueKind.Text, row => Value.Of(read((TrialRow)row) is { } at ? Instants.Text(at) : null), Time: true);

    private static RowColumn Integer(string name, Func<TrialRow, long?> read) =>
        new(name, ValueKind.Integer, row => Value.Of(read((TrialRow)row)));

    private static RowColumn Number(string name, Func<TrialRow, double?> read) =>
        new(name, ValueKind.Number, row => Value.Of(read((TrialRow)row)));
}
