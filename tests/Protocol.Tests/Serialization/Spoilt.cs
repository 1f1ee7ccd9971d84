using System.Text.Json.Nodes;

namespace Sweep.Protocol.Tests.Serialization;

/// <summary>A JSON document with one part missing or null, every part in turn.</summary>
internal static class Spoilt
{
    public static IEnumerable<string> Variants(string json)
    {
        var places = Places(JsonNode.Parse(json)!, []).ToList();
        foreach (var place in places)
        {
            yield return Changed(
                json, place, (parent, key) => parent.AsObject().Remove((string)key), (parent, key) => parent.AsArray().RemoveAt((int)key));
            yield return Changed(json, place, (parent, key) => parent[(string)key] = null, (parent, key) => parent[(int)key] = null);
        }
    }

    /// <summary>The way to every part: names of properties and places in lists.</summary>
    private static IEnumerable<object[]> Places(JsonNode node, object[] way) => node switch
    {
        JsonObject map => map.SelectMany(part => Under(part.Value, [.. way, part.Key])),
        JsonArray list => list.SelectMany((part, at) => Under(part, [.. way, at])),
        _ => [],
    };

    private static IEnumerable<object[]> Under(JsonNode? part, object[] way) => part is null ? [way] : Places(part, way).Prepend(way);

    private static string Changed(string json, object[] way, Action<JsonNode, object> inMap, Action<JsonNode, object> inList)
    {
        var root = JsonNode.Parse(json)!;
        var parent = way[..^1].Aggregate(root, (node, step) => (step is int at ? node[at] : node[(string)step])!);
        (parent is JsonArray ? inList : inMap)(parent, way[^1]);
        return root.ToJsonString();
    }
}
