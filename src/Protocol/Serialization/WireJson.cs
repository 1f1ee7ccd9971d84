using System.Text.Json.Serialization;
using Sweep.Protocol.Messages;

namespace Sweep.Protocol.Serialization;

/// <summary>
/// The messages as JSON. Camel-case names, enums by name, losses that are not numbers as <c>"NaN"</c>, <c>"Infinity"</c> and
/// <c>"-Infinity"</c>. A required field that is missing or null is refused here, so that nothing inside has to check again.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(InSessionJson)])]
[JsonSerializable(typeof(Register))]
[JsonSerializable(typeof(RequestWork))]
[JsonSerializable(typeof(Heartbeat))]
[JsonSerializable(typeof(Progress))]
[JsonSerializable(typeof(Report))]
[JsonSerializable(typeof(Registered))]
[JsonSerializable(typeof(Refused))]
[JsonSerializable(typeof(RegisterFirst))]
[JsonSerializable(typeof(Assign))]
[JsonSerializable(typeof(NoWork))]
[JsonSerializable(typeof(WorkAvailable))]
[JsonSerializable(typeof(Drain))]
[JsonSerializable(typeof(Acknowledge))]
[JsonSerializable(typeof(RevokeLease))]
[JsonSerializable(typeof(SessionFirst))]
[JsonSerializable(typeof(InSession))]
[JsonSerializable(typeof(Reports))]
[JsonSerializable(typeof(Acknowledgements))]
public sealed partial class WireJson : JsonSerializerContext;
