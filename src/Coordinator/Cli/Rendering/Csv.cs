using System.Globalization;

namespace Sweep.Coordinator.Cli.Rendering;

/// <summary>Comma-separated values by RFC 4180: lines end with CR LF, fields with a comma, a quote or a line break are quoted, quotes doubled.</summary>
internal static class Csv
{
    public static void Write(TextWriter writer, IEnumerable<IEnumerable<object?>> lines)
    {
        foreach (var line in lines)
        {
            writer.Write(string.Join(',', line.Select(Field)));
            writer.Write("\r\n");
        }
    }

    /// <summary>Numbers in the shortest form that reads back to the same number; nothing where there is no value.</summary>
    public static string Field(object? value) => value switch
    {
        null => "",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => Quoted(value.ToString() ?? ""),
    };

    private static string Quoted(string text) =>
        text.AsSpan().ContainsAny(",\"\r\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
