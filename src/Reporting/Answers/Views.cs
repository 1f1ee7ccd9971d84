using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Expressions;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Reporting.Answers;

/// <summary>One line of <c>sweep results</c>.</summary>
/// <param name="TrainLoss">Null until the trial has a result; not a number where it diverged.</param>
/// <param name="Attempt">The attempt under which the result, or the latest try, was made; 0 when none was.</param>
[JsonConverter(typeof(TrialRowJson))]
public sealed record TrialRow(
    TrialId Trial,
    TrialState State,
    Hyperparameters Hyperparameters,
    double? TrainLoss,
    double? ValLoss,
    double? ValAccuracy,
    int? BestEpoch,
    double? BestEpochValAccuracy,
    double? Seconds,
    RunId Run,
    string? Agent,
    int Attempt) : IRow
{
    /// <summary>The sweep the trial belongs to; shown where several are asked at once.</summary>
    public string Sweep { get; init; } = "";

    /// <summary>Why the trial failed; null otherwise.</summary>
    public string? Cause { get; init; }

    /// <summary>False where a later sweep file no longer has this trial in its grid.</summary>
    public bool InGrid { get; init; } = true;

    /// <summary>
    /// Of <see cref="Seconds"/>, those that the trial added to its run beyond the next shorter trial: these add up to what was trained.
    /// </summary>
    public double? OwnSeconds { get; init; }

    /// <summary>Seconds that attempts spent in vain on what the trial added to its run; null where none was made.</summary>
    public double? LostSeconds { get; init; }

    /// <summary>The model of the device under which the result, or the latest try, was made; null until a trainer began.</summary>
    public string? Device { get; init; }

    /// <summary>The machine of the agent under which the result, or the latest try, was made.</summary>
    public string? Host { get; init; }

    /// <summary>What it was trained in: <c>fp32</c> or <c>mixed</c>.</summary>
    public string? Precision { get; init; }

    /// <summary>When the attempt began that brought the result, or the latest one.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When the result was recorded; null while there is none.</summary>
    public DateTimeOffset? Finished { get; init; }

    /// <summary>What was measured beside the three above, by name; null where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MetricValues? Metrics { get; init; }

    /// <summary>
    /// The objective at <see cref="BestEpoch"/>, where it is neither validation accuracy nor validation loss; null elsewhere.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BestEpochValue { get; init; }

    /// <summary>The epoch of its curve that the row's measurements are of; null where the row is the trial's.</summary>
    internal int? Epoch { get; init; }

    /// <summary>The row one step earlier in the same run, where a question is about steps.</summary>
    internal TrialRow? Previous { get; init; }

    IRow? IRow.Earlier => Previous;
    bool IRow.CountsAsMeasured => State == TrialState.Completed || Epoch is not null;

    /// <summary>What was measured under that name; null where nothing was.</summary>
    public double? Metric(string name) => name switch
    {
        MetricNames.TrainLoss => TrainLoss,
        MetricNames.ValLoss => ValLoss,
        MetricNames.ValAccuracy => ValAccuracy,
        _ => Metrics?.Find(name),
    };

    /// <summary>The row with other measurements.</summary>
    public TrialRow Measuring(MetricValues values) => this with
    {
        TrainLoss = values.Find(MetricNames.TrainLoss),
        ValLoss = values.Find(MetricNames.ValLoss),
        ValAccuracy = values.Find(MetricNames.ValAccuracy),
        Metrics = values.Only(name => !MetricNames.BuiltIn.Contains(name)) is { Count: > 0 } others ? others : null,
    };

    public double LearningRate => Hyperparameters.LearningRate;
    public int Epochs => Hyperparameters.Epochs;
    public double WeightDecay => Hyperparameters.WeightDecay;
    public int BatchSize => Hyperparameters.BatchSize;
    public long Seed => Hyperparameters.Seed;
}

public sealed record TrialCounts(int Total, int Completed, int Diverged, int Failed, int Pending)
{
    public int Running { get; init; }
    public int Cancelled { get; init; }
}

/// <summary>
/// The winner of a sweep, which is a configuration, as its best seed; and the best single trial beside it. The JSON names and their order
/// are a contract.
/// </summary>
/// <param name="Trial">The best seed of the winning configuration. Null while no trial has completed; then so are the values below
/// it.</param>
/// <param name="Value">Of that trial.</param>
/// <param name="Epoch">The trial's last epoch, which <paramref name="Value"/> was measured after.</param>
public sealed record BestView(
    string Sweep, TrialId? Trial, Hyperparameters? Hyperparameters, string Metric, double? Value, int? Epoch, TrialCounts Trials)
{
    /// <summary>Of the winning configuration, over its seeds that completed: what it is ranked by.</summary>
    public double? Mean { get; init; }

    /// <summary>How many seeds of it completed.</summary>
    public int Seeds { get; init; }

    /// <summary>The best single trial, which may be a lucky seed of another configuration.</summary>
    [JsonPropertyName("single")]
    public SingleView? BestSingle { get; init; }
    public int? BestEpoch { get; init; }
    public double? BestEpochValAccuracy { get; init; }
}

/// <summary>The best single trial of a sweep, whatever the other seeds of its configuration say.</summary>
/// <param name="Epoch">The trial's last epoch, which <paramref name="Value"/> was measured after.</param>
public sealed record SingleView(TrialId Trial, Hyperparameters Hyperparameters, double Value, int Epoch)
{
    internal static SingleView Of(string metric, TrialRow trial) =>
        new(trial.Trial, trial.Hyperparameters, trial.Metric(metric) ?? double.NaN, trial.Epochs);
}

/// <summary>One sweep in <c>sweep status</c>.</summary>
public sealed record SweepView(
    string Name, SweepStatus State, string Dataset, string Model, string Objective,
    TrialCounts Trials, int Runs, int EpochsTrained, int EpochsPlanned,
    DateTimeOffset SubmittedAt, BestView Best)
{
    /// <summary>When it will be done; null where nothing is left to train, or nobody wants it trained.</summary>
    public ForecastView? Forecast { get; init; }

    /// <summary>
    /// Why nobody trains it although something is left and agents are there, one sentence with the remedy; null otherwise.
    /// </summary>
    public string? Waiting { get; init; }
}

/// <summary>
/// When something will be done, in seconds from now. Numbers are null while there is nothing to reckon with; <paramref name="Basis"/> then
/// says why.
/// </summary>
/// <param name="EarliestSeconds">With every epoch as fast as the fastest tenth of those measured.</param>
/// <param name="LikelySeconds">With every epoch as long as the mean of those measured.</param>
/// <param name="LatestSeconds">With every epoch as slow as the slowest tenth of those measured.</param>
/// <param name="Basis">What the numbers rest on.</param>
public sealed record ForecastView(double? EarliestSeconds, double? LikelySeconds, double? LatestSeconds, string Basis);

/// <summary>What all slots together get done.</summary>
/// <param name="ImagesPerSecond">Training images, over the runs in training as they last reported.</param>
/// <param name="EpochsPerMinute">Epochs recorded in the last five minutes; null until there was time to count.</param>
public sealed record ThroughputView(double ImagesPerSecond, double? EpochsPerMinute);

/// <summary>An attempt that did not end well.</summary>
/// <param name="Outcome">agentLost, trainerCrashed, outOfMemory, timedOut or badConfiguration.</param>
/// <param name="Detail">The cause in one sentence, with the trainer's last words where it crashed.</param>
/// <param name="RunState">What became of the run, which is what its trials are.</param>
public sealed record FailureView(
    DateTimeOffset At, string Sweep, RunId Run, RunParameters Parameters, string Agent, int Slot,
    int Attempt, Outcome Outcome, string Detail, TrialState RunState);

public sealed record AgentView(
    string Agent, string Host, AgentStatus State, ImmutableArray<SlotView> Slots, string Program, DateTimeOffset LastSeen, string? Note)
{
    /// <summary>Why it gets no runs although it is there; left out where no person has ordered so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentHold? Hold { get; init; }
}

/// <param name="Run">The run being trained; null when idle.</param>
public sealed record SlotView(int Number, string Device, string Model, RunningView? Run)
{
    /// <summary>How its GPU does, whoever uses it; left out where that is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GpuView? Gpu { get; init; }
}

/// <summary>How a GPU did when its agent was last heard.</summary>
/// <param name="UsedMiB">Of its memory, by all programs.</param>
/// <param name="Celsius">Its temperature; left out where the driver does not say.</param>
public sealed record GpuView(
    long UsedMiB, long TotalMiB, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Celsius);

/// <summary>A run in training, as the live table shows it.</summary>
/// <param name="ToEpoch">The last epoch of this lease.</param>
/// <param name="Last">Metrics of the last completed epoch; null before the first.</param>
/// <param name="SecondsLeft">Estimate to the lease's end; null before the first progress.</param>
public sealed record RunningView(
    string Sweep, RunId Run, RunParameters Parameters, string Agent, int Slot, int Attempt, int Epoch, int ToEpoch, int Step, int Steps,
    double? TrainLoss, double? ImagesPerSecond, EpochMetrics? Last, double? SecondsLeft)
{
    /// <summary>The metric that the sweep ranks by, where a program is run; left out for the built-in network.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Metric { get; init; }
}

/// <summary>The answer of <c>sweep status</c>.</summary>
/// <param name="Live">Whether a coordinator is running for this home.</param>
public sealed record StatusView(
    bool Live, ImmutableArray<SweepView> Sweeps, ImmutableArray<RunningView> Running, ImmutableArray<AgentView> Agents)
{
    /// <summary>Trials whose state changed last, newest first, for the live screen.</summary>
    public ImmutableArray<TrialRow> Recent { get; init; } = [];

    /// <summary>When this was so, by the clock of who answers.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When everything will be done; null where nothing is left to train.</summary>
    public ForecastView? Forecast { get; init; }

    /// <summary>Null where nobody trains.</summary>
    public ThroughputView? Throughput { get; init; }

    /// <summary>The latest attempts that did not end well, newest first.</summary>
    public ImmutableArray<FailureView> Failures { get; init; } = [];

    /// <summary>What this home holds and cannot show, one sentence each; null where there is nothing of the kind.</summary>
    public IReadOnlyList<string>? Findings { get; init; }
}
