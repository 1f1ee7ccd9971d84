using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Sweep.Experiments.Data;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Protocol.Trainers;

/// <summary>
/// What the process that started a trainer, an agent or a command, writes to its stdin, one JSON line each. The end of stdin ends the
/// trainer, in mid-step too.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "order")]
[JsonDerivedType(typeof(TrainOrder), "train")]
[JsonDerivedType(typeof(StopOrder), "stop")]
[JsonDerivedType(typeof(ThreadsOrder), "threads")]
[JsonDerivedType(typeof(WarmUpOrder), "warm-up")]
[JsonDerivedType(typeof(SaveModelOrder), "save-model")]
[JsonDerivedType(typeof(ClassifyOrder), "classify")]
[JsonDerivedType(typeof(ConvolveOrder), "convolve")]
public abstract record TrainerOrder;

/// <param name="Checkpoint">The file behind the order's checkpoint; null starts at the initialisation.</param>
/// <param name="Folder">Where checkpoints are written.</param>
public sealed record TrainOrder(RunOrder Run, string? Checkpoint, string Folder) : TrainerOrder
{
    /// <summary>The folder with the program's code, read-only; null where the order has no program, or one without code.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>What the run is trained under: its trainer's log is kept by it. Null where there is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LeaseId? Lease { get; init; }
}

/// <summary>End the run in training at its epoch's end.</summary>
public sealed record StopOrder : TrainerOrder;

/// <summary>
/// Compute with so many threads from now on, until something else is said: more than one where slots beside this one have nothing to
/// train. A trainer begins with one.
/// </summary>
public sealed record ThreadsOrder(int Threads) : TrainerOrder;

/// <summary>
/// Load what training a model takes, so that the first order to train it begins at once. It has no answer; what keeps it from being done is
/// told by that first order.
/// </summary>
public sealed record WarmUpOrder(string Model) : TrainerOrder;

/// <summary>Write the network of a checkpoint as TorchSharp's <c>Module.save</c> writes it.</summary>
public sealed record SaveModelOrder(string Checkpoint, string File) : TrainerOrder;

/// <summary>Classify pictures with the network of a checkpoint or of a saved model; answered by <see cref="Classified"/>.</summary>
/// <param name="Precision">The arithmetic to compute in; it must be resolved.</param>
/// <param name="Pictures">Bytes [3, height, width] each.</param>
public sealed record ClassifyOrder(
    string Weights, ChannelStatistics Normalisation, Precision Precision, int Height, int Width,
    ImmutableArray<byte[]> Pictures) : TrainerOrder;

/// <summary>Compare the convolution with plain loops with the library's; answered by <see cref="Convolved"/>.</summary>
/// <param name="Outputs">Channels that come out.</param>
public sealed record ConvolveOrder(int Batch, int Channels, int Height, int Width, int Outputs, int Seed) : TrainerOrder;

/// <summary>What a trainer writes to stdout, one JSON line each. The last of an order is <see cref="OrderEnded"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunBegun), "started")]
[JsonDerivedType(typeof(Stepped), "stepped")]
[JsonDerivedType(typeof(EpochTrained), "epoch")]
[JsonDerivedType(typeof(Printed), "printed")]
[JsonDerivedType(typeof(Classified), "classified")]
[JsonDerivedType(typeof(Convolved), "convolved")]
[JsonDerivedType(typeof(OrderEnded), "ended")]
public abstract record TrainerEvent;

public sealed record RunBegun(Provenance Provenance) : TrainerEvent;

public sealed record Stepped(int Epoch, int Step, int Steps, double MeanLoss, double ImagesPerSecond) : TrainerEvent;

/// <param name="Checkpoint">
/// The finished file, the agent's from here on; null after a diverged epoch, and where a program keeps none.
/// </param>
public sealed record EpochTrained(EpochMetrics Metrics, string? Checkpoint) : TrainerEvent;

/// <summary>What the program of a run printed since the last one: lines, each with its end.</summary>
public sealed record Printed(string Text) : TrainerEvent;

/// <param name="Probabilities">Of every picture, in the order's sequence: one for each class, adding up to one.</param>
public sealed record Classified(ImmutableArray<ImmutableArray<double>> Probabilities) : TrainerEvent;

public sealed record Convolved(ConvolutionComparison Comparison) : TrainerEvent;

/// <param name="Outcome"><see cref="Outcome.AgentLost"/> where this machine's disk does not take what was trained.</param>
/// <param name="AgentsOwn">What ended it lies in this machine, not in the order.</param>
public sealed record OrderEnded(Outcome Outcome, string Detail, bool AgentsOwn = false) : TrainerEvent;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainerOrder))]
[JsonSerializable(typeof(TrainerEvent))]
public sealed partial class TrainerJson : JsonSerializerContext;
