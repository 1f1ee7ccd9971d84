using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sweep.Reporting.Answers;

/// <summary>
/// JSON that programs of ours exchange: <see cref="SweepJson"/> without the line breaks, and what is missing or null where a type says
/// otherwise is refused.
/// </summary>
internal static class StrictJson
{
    public static readonly JsonSerializerOptions Options = new(SweepJson.Options)
    {
        WriteIndented = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };
}
