using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Sweep.Experiments.Programs;

/// <summary>
/// A line that is a JSON object with numbers in it. Python, JavaScript and others write numbers that are not finite as the bare words
/// <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which JSON does not know: they are read as what they mean, in quotes too.
/// </summary>
/// <param name="Numbers">By name, in the order of the line; what is no number is not there.</param>
/// <param name="Repeated">A name that the line says twice; null where there is none.</param>
internal sealed record ReportLine(IReadOnlyList<KeyValuePair<string, double>> Numbers, string? Repeated)
{
    private static readonly string[] NotFinite = ["NaN", "Infinity", "-Infinity"];

    /// <summary>Whether it begins as a report does.</summary>
    public static bool MayBeOne(string line) => line.AsSpan().TrimStart() is ['{', ..];

    /// <returns>Null where the line is no report.</returns>
    public static ReportLine? Parse(string line)
    {
        if (!MayBeOne(line))
            return null;
        try
        {
            using var document = JsonDocument.Parse(WithQuotedWords(line));
            return Of(document.RootElement);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public double? Find(string name)
    {
        foreach (var (known, value) in Numbers)
        {
            if (known == name)
                return value;
        }
        return null;
    }

    private static ReportLine? Of(JsonElement line)
    {
        if (line.ValueKind is not JsonValueKind.Object)
            return null;
        var numbers = new List<KeyValuePair<string, double>>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        string? repeated = null;
        foreach (var property in line.EnumerateObject())
        {
            if (NumberOf(property.Value) is not { } number)
                continue;
            if (!names.Add(property.Name))
                repeated ??= property.Name;
            numbers.Add(new(property.Name, number));
        }
        return numbers.Count == 0 ? null : new(numbers, repeated);
    }

    private static double? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.String when Array.Exists(NotFinite, value.ValueEquals) =>
            double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static string WithQuotedWords(string line)
    {
        if (!line.Contains("NaN", StringComparison.Ordinal) && !line.Contains("Infinity", StringComparison.Ordinal))
            return line;
        var quoted = new StringBuilder(line.Length + 16);
        var inside = false;
        for (var i = 0; i < line.Length;)
        {
            if (!inside && Array.Find(NotFinite, word => line.AsSpan(i).StartsWith(word, StringComparison.Ordinal)) is { } word)
            {
                quoted.Append('"').Append(word).Append('"');
                i += word.Length;
                continue;
            }
            if (inside && line[i] == '\\' && i + 1 < line.Length)
                quoted.Append(line[i++]);
            else if (line[i] == '"')
                inside = !inside;
            quoted.Append(line[i++]);
        }
        return quoted.ToString();
    }
}
