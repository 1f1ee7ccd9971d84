using Sweep.Experiments.Expressions;
using System.Collections.Immutable;
using System.Globalization;
using Sweep.Experiments.Trials;
using Sweep.Reporting.Answers;

namespace Sweep.Coordinator.Simulation.Asking;

/// <summary>A column that docs/queries.md names.</summary>
/// <param name="Measured">Whether training brings it forth.</param>
/// <param name="Time">Whether it is an instant.</param>
internal sealed record AskedColumn(string Name, ValueKind Kind, Func<AskedRow, object?> Read, bool Measured = false, bool Time = false)
{
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>In the order in which an answer has them that names none.</summary>
    public static readonly ImmutableArray<AskedColumn> OfTrials =
    [
        Text("trial", row => row.Trial.Trial.Value),
        Text("state", row => NameOf(row.Trial.State)),
        Number("lr", row => row.Trial.LearningRate),
        Integer("epochs", row => row.Trial.Epochs),
        Number("weightDecay", row => row.Trial.WeightDecay),
        Integer("batchSize", row => row.Trial.BatchSize),
        Integer("seed", row => row.Trial.Seed),
        Number("trainLoss", row => row.Metrics is { } epoch ? epoch.TrainLoss : row.Trial.TrainLoss) with { Measured = true },
        Number("valLoss", row => row.Metrics is { } epoch ? epoch.ValLoss : row.Trial.ValLoss) with { Measured = true },
        Number("valAccuracy", row => row.Metrics is { } epoch ? epoch.ValAccuracy : row.Trial.ValAccuracy) with { Measured = true },
        Integer("bestEpoch", row => row.Trial.BestEpoch) with { Measured = true },
        Number("bestEpochValAccuracy", row => row.Trial.BestEpochValAccuracy) with { Measured = true },
        Number("seconds", row => row.Metrics is { } epoch ? epoch.Seconds : row.Trial.Seconds),
        Text("run", row => row.Trial.Run.Value),
        Text("agent", row => row.Trial.Agent),
        Integer("attempt", row => row.Trial.Attempt),
    ];

    public static readonly AskedColumn Sweep = Text("sweep", row => row.Trial.Sweep);
    public static readonly AskedColumn InGrid = Text("inGrid", row => row.Trial.InGrid ? "yes" : "no");
    public static readonly AskedColumn Epoch = Integer("epoch", row => row.Metrics?.Epoch);

    public static readonly ImmutableArray<AskedColumn> OfEpochs =
    [
        .. Named("trial", "run", "lr", "weightDecay", "batchSize", "seed"), Epoch,
        .. Named("trainLoss", "valLoss", "valAccuracy", "seconds"),
    ];

    /// <summary>All that may be named; the epoch only where epochs are asked.</summary>
    public static readonly ImmutableArray<AskedColumn> All =
    [
        .. OfTrials, Sweep, InGrid,
        Text("cause", row => row.Trial.Cause),
        Number("ownSeconds", row => row.Metrics is { } epoch ? epoch.Seconds : row.Trial.OwnSeconds),
        Number("lostSeconds", row => row.Metrics is null ? row.Trial.LostSeconds : null),
        Text("device", row => row.Trial.Device),
        Text("host", row => row.Trial.Host),
        Text("precision", row => row.Trial.Precision),
        Moment("started", row => row.Trial.Started),
        Moment("finished", row => row.Metrics is null ? row.Trial.Finished : row.At),
    ];

    public static string TextOf(DateTimeOffset at) => at.UtcDateTime.ToString(Instant, CultureInfo.InvariantCulture);

    public static string NameOf(TrialState state) => state.ToString().ToLowerInvariant();

    private static IEnumerable<AskedColumn> Named(params IEnumerable<string> names) =>
        names.Select(name => OfTrials.Single(column => column.Name == name));

    private static AskedColumn Text(string name, Func<AskedRow, string?> read) => new(name, ValueKind.Text, read);
    private static AskedColumn Integer(string name, Func<AskedRow, long?> read) => new(name, ValueKind.Integer, row => read(row));
    private static AskedColumn Number(string name, Func<AskedRow, double?> read) => new(name, ValueKind.Number, row => read(row));

    private static AskedColumn Moment(string name, Func<AskedRow, DateTimeOffset?> read) =>
        new(name, ValueKind.Text, row => read(row) is { } at ? TextOf(at) : null, Time: true);
}
