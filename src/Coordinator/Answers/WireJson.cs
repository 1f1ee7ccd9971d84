using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Sweep.Coordinator.Answers;

/// <summary>
/// JSON between our own client and server: <see cref="SweepJson"/> without the line breaks, plus the properties that views keep out of
/// the contracts with the outside, so that a view fetched over HTTP says as much as one from this process. What is missing or null
/// where a type says otherwise is refused.
/// </summary>
internal static class WireJson
{
    /// <summary>The views that keep properties out of the contracts with the outside.</summary>
    internal static readonly ImmutableHashSet<Type> Whole =
        [typeof(TrialRow), typeof(TrialCounts), typeof(BestView), typeof(SweepView), typeof(StatusView), typeof(SubmitView)];

    public static readonly JsonSerializerOptions Options = new(SweepJson.Options)
    {
        WriteIndented = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { WithIgnoredProperties } },
    };

    private static void WithIgnoredProperties(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !Whole.Contains(type.Type))
            return;
        foreach (var property in type.Type.GetProperties().Where(property =>
            property.IsDefined(typeof(JsonIgnoreAttribute)) && property.SetMethod is not null))
        {
            foreach (var ignored in type.Properties.Where(known =>
                known.AttributeProvider is MemberInfo member && member.Name == property.Name).ToList())
                type.Properties.Remove(ignored);
            var restored = type.CreateJsonPropertyInfo(property.PropertyType, JsonNamingPolicy.CamelCase.ConvertName(property.Name));
            restored.Get = property.GetValue;
            restored.Set = property.SetValue;
            type.Properties.Add(restored);
        }
    }
}
