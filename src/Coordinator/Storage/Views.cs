using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Storage;

/// <summary>One line of <c>sweep results</c>. The JSON names and their order are a contract.</summary>
/// <param name="TrainLoss">Null until the trial has a result; not a number where it diverged.</param>
/// <param name="Attempt">The attempt under which the result, or the latest try, was made; 0 when none was.</param>
public sealed record TrialRow(
    TrialId Trial,
    TrialState State,
    [property: JsonPropertyName("lr")] double LearningRate,
    int Epochs,
    double WeightDecay,
    int BatchSize,
    long Seed,
    double? TrainLoss,
    double? ValLoss,
    double? ValAccuracy,
    int? BestEpoch,
    double? BestEpochValAccuracy,
    double? Seconds,
    RunId Run,
    string? Agent,
    int Attempt)
{
    /// <summary>The sweep the trial belongs to; shown where several are asked at once.</summary>
    [JsonIgnore]
    public string Sweep { get; init; } = "";

    /// <summary>Why the trial failed; null otherwise.</summary>
    [JsonIgnore]
    public string? Cause { get; init; }

    /// <summary>False where a later sweep file no longer has this trial in its grid.</summary>
    [JsonIgnore]
    public bool InGrid { get; init; } = true;

    public Hyperparameters Hyperparameters() => new(LearningRate, Epochs, WeightDecay, BatchSize, Seed);
}

public sealed record TrialCounts(int Total, int Completed, int Diverged, int Failed, int Pending)
{
    [JsonIgnore]
    public int Running { get; init; }
    [JsonIgnore]
    public int Cancelled { get; init; }
}

/// <summary>The answer of <c>sweep best</c>. The JSON names and their order are a contract.</summary>
/// <param name="Trial">Null while no trial has completed; then so are the values below it.</param>
/// <param name="Epoch">The trial's last epoch, which <paramref name="Value"/> was measured after.</param>
public sealed record BestView(string Sweep, TrialId? Trial, Hyperparameters? Hyperparameters, string Metric, double? Value, int? Epoch, TrialCounts Trials)
{
    [JsonIgnore]
    public int? BestEpoch { get; init; }
    [JsonIgnore]
    public double? BestEpochValAccuracy { get; init; }
}

/// <summary>One sweep in <c>sweep status</c>.</summary>
/// <param name="State">running, interrupted (work left but nobody training), complete, failed (complete with failed trials) or cancelled.</param>
public sealed record SweepView(
    string Name, string State, string Dataset, string Model, string Objective, TrialCounts Trials, int Runs, int EpochsTrained, int EpochsPlanned,
    DateTimeOffset SubmittedAt, BestView Best);

public sealed record AgentView(string Agent, string Host, string State, ImmutableArray<SlotView> Slots, string Program, DateTimeOffset LastSeen, string? Note);

/// <param name="Run">The run being trained; null when idle.</param>
public sealed record SlotView(int Number, string Device, string Model, RunningView? Run);

/// <summary>A run in training, as the live table shows it.</summary>
/// <param name="ToEpoch">The last epoch of this lease.</param>
/// <param name="Last">Metrics of the last completed epoch; null before the first.</param>
/// <param name="SecondsLeft">Estimate to the lease's end; null before the first progress.</param>
public sealed record RunningView(
    string Sweep, RunId Run, RunParameters Parameters, string Agent, int Slot, int Attempt, int Epoch, int ToEpoch, int Step, int Steps,
    double? TrainLoss, double? ImagesPerSecond, EpochMetrics? Last, double? SecondsLeft);

/// <summary>The answer of <c>sweep status</c>.</summary>
/// <param name="Live">Whether a coordinator is running for this home.</param>
public sealed record StatusView(bool Live, ImmutableArray<SweepView> Sweeps, ImmutableArray<RunningView> Running, ImmutableArray<AgentView> Agents)
{
    /// <summary>Trials whose state changed last, newest first, for the live screen.</summary>
    public ImmutableArray<TrialRow> Recent { get; init; } = [];
}
