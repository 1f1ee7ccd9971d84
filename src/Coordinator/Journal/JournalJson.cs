using System.Text.Json.Serialization;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Journal;

/// <summary>How events are written in the journal. For ever: see <see cref="JournalEvent"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(ObjectiveJournalJson)])]
[JsonSerializable(typeof(JournalEvent))]
[JsonSerializable(typeof(Distribution))]
internal sealed partial class JournalJson : JsonSerializerContext;
