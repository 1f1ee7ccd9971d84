using Sweep.Experiments.Expressions;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Http;

/// <summary>A JSON document that cannot be read as what it was sent for: the first key that is to blame, and what it must be.</summary>
internal static class OtherShape
{
    /// <param name="wanted">What it was to be read as.</param>
    /// <returns>One sentence.</returns>
    public static string Sentence(JsonElement document, JsonTypeInfo wanted) =>
        Blame(document, wanted, "") ?? "The request's JSON is not of the shape that is asked for here.";

    private static string? Blame(JsonElement value, JsonTypeInfo wanted, string place) => wanted.Kind switch
    {
        JsonTypeInfoKind.Object when value.ValueKind is not JsonValueKind.Object => MustBe(place, "an object"),
        JsonTypeInfoKind.Object when wanted.PolymorphismOptions is { } kinds => BlameOfKinds(value, wanted, kinds, place),
        JsonTypeInfoKind.Object => BlameOfProperties(value, wanted, place),
        JsonTypeInfoKind.Enumerable when value.ValueKind is not JsonValueKind.Array => MustBe(place, "a list"),
        JsonTypeInfoKind.Enumerable => value.EnumerateArray()
            .Select((element, at) => Blame(element, wanted.Options.GetTypeInfo(wanted.ElementType!), $"{place}[{at}]"))
            .FirstOrDefault(blame => blame is not null),
        _ when wanted.Type == typeof(SearchSpace) => value.ValueKind is not JsonValueKind.Object
            ? MustBe(place, "an object")
            : value.EnumerateObject()
                .Select(axis => Blame(axis.Value, wanted.Options.GetTypeInfo(typeof(Distribution)), Within(place, axis.Name)))
                .FirstOrDefault(blame => blame is not null),
        _ => IsReadable(value, wanted) ? null : MustBe(place, Words(wanted.Type)),
    };

    private static string? BlameOfKinds(JsonElement value, JsonTypeInfo wanted, JsonPolymorphismOptions kinds, string place)
    {
        var key = Within(place, kinds.TypeDiscriminatorPropertyName);
        if (!value.TryGetProperty(kinds.TypeDiscriminatorPropertyName, out var kind))
            return $"The request lacks '{key}'.";
        foreach (var known in kinds.DerivedTypes)
        {
            if (kind.ValueKind is JsonValueKind.String && kind.ValueEquals((string)known.TypeDiscriminator!))
                return BlameOfProperties(value, wanted.Options.GetTypeInfo(known.DerivedType), place);
        }
        return MustBe(key, $"one of {string.Join(", ", kinds.DerivedTypes.Select(known => known.TypeDiscriminator))}");
    }

    private static string? BlameOfProperties(JsonElement value, JsonTypeInfo wanted, string place) =>
        wanted.Properties.Select(property => BlameOf(property, value, place)).FirstOrDefault(blame => blame is not null);

    private static string? BlameOf(JsonPropertyInfo property, JsonElement owner, string place)
    {
        var key = Within(place, property.Name);
        if (!owner.TryGetProperty(property.Name, out var value))
            return property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false } ? $"The request lacks '{key}'." : null;
        if (value.ValueKind is JsonValueKind.Null && property.IsSetNullable)
            return null;
        return Blame(value, property.Options.GetTypeInfo(property.PropertyType), key);
    }

    private static bool IsReadable(JsonElement value, JsonTypeInfo wanted)
    {
        try
        {
            return value.Deserialize(wanted) is not null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Within(string place, string key) => place.Length == 0 ? key : $"{place}.{key}";

    private static string MustBe(string place, string what) =>
        place.Length == 0 ? $"The request must be {what}." : $"The request's '{place}' must be {what}.";

    private static string Words(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } words => $"one of {string.Join(", ", Enum.GetNames(words).Select(JsonNamingPolicy.CamelCase.ConvertName))}",
        var number when number == typeof(int) || number == typeof(long) => "a whole number",
        var number when number == typeof(double) => "a number",
        var truth when truth == typeof(bool) => "true or false",
        var objective when objective == typeof(Objective) => $"one of {string.Join(", ", Objective.Known)}, {new Objective("f1", true)}",
        _ => "a text",
    };
}
