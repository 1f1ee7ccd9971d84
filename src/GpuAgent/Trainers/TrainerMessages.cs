using System.Text.Json.Serialization;
using Sweep.Experiments.Running;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Trainers;

/// <summary>What the agent writes to a trainer's stdin, one JSON line each. The end of stdin ends the trainer, in mid-step too.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "order")]
[JsonDerivedType(typeof(TrainOrder), "train")]
[JsonDerivedType(typeof(StopOrder), "stop")]
internal abstract record TrainerOrder;

/// <param name="Checkpoint">The file behind the order's checkpoint; null starts at the initialisation.</param>
/// <param name="Folder">Where checkpoints are written.</param>
internal sealed record TrainOrder(RunOrder Run, string? Checkpoint, string Folder) : TrainerOrder;

/// <summary>End the run in training at its epoch's end.</summary>
internal sealed record StopOrder : TrainerOrder;

/// <summary>What a trainer writes to stdout, one JSON line each. The last of an order is <see cref="OrderEnded"/>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunBegun), "started")]
[JsonDerivedType(typeof(Stepped), "stepped")]
[JsonDerivedType(typeof(EpochTrained), "epoch")]
[JsonDerivedType(typeof(OrderEnded), "ended")]
internal abstract record TrainerEvent;

internal sealed record RunBegun(Provenance Provenance) : TrainerEvent;

internal sealed record Stepped(int Epoch, int Step, int Steps, double MeanLoss, double ImagesPerSecond) : TrainerEvent;

/// <param name="Checkpoint">The finished file, the agent's from here on; null after a diverged epoch.</param>
internal sealed record EpochTrained(EpochMetrics Metrics, string? Checkpoint) : TrainerEvent;

internal sealed record OrderEnded(Outcome Outcome, string Detail) : TrainerEvent;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(TrainerOrder))]
[JsonSerializable(typeof(TrainerEvent))]
internal sealed partial class TrainerJson : JsonSerializerContext;
