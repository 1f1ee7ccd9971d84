using System.Globalization;
using System.Text;
using System.Text.Json;
using Sweep.Shared;

namespace Sweep.Cluster.Tests;

/// <summary>
/// What scripts rely on in a document whose values differ from machine to machine and from run to run: its keys in their order, and the kind
/// of each value. The first element of a list tells for all, and so does the first of values under words that begin with a capital: those
/// are no keys, and which of them are there may differ.
/// </summary>
internal static class ApprovedShape
{
    private const string Folder = "tests/Cluster.Tests/Approved/Json";

    public static void Is(string name, JsonElement document)
    {
        var shape = new StringBuilder();
        Write(document, "", shape);
        ApprovedText.Is($"{Folder}/{name}.txt", shape.Append('\n').ToString());
    }

    private static void Write(JsonElement value, string indent, StringBuilder to)
    {
        var inner = indent + "  ";
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.EnumerateObject().FirstOrDefault() is { Name: [>= 'A' and <= 'Z', ..] } word:
                to.Append("{ [word]: ");
                Write(word.Value, inner, to);
                to.Append(" }");
                break;
            case JsonValueKind.Object:
                to.Append('{');
                foreach (var property in value.EnumerateObject())
                {
                    to.Append(CultureInfo.InvariantCulture, $"\n{inner}{property.Name}: ");
                    Write(property.Value, inner, to);
                }
                to.Append(CultureInfo.InvariantCulture, $"\n{indent}}}");
                break;
            case JsonValueKind.Array when value.GetArrayLength() == 0:
                to.Append("[]");
                break;
            case JsonValueKind.Array:
                to.Append("[ ");
                Write(value[0], indent, to);
                to.Append(" ]");
                break;
            case JsonValueKind.True or JsonValueKind.False:
                to.Append("true or false");
                break;
            default:
                to.Append(value.ValueKind.ToString().ToLowerInvariant());
                break;
        }
    }
}
