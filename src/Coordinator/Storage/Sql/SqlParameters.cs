using System.Globalization;
using System.Text.RegularExpressions;
using LiteDB;
using Sweep.Experiments.Sweeps;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>
/// Values for the places <c>@0</c>, <c>@1</c>, … of a statement, or <c>@name</c> where written as <c>name=value</c>. A value that reads
/// as a number, <c>true</c>, <c>false</c> or <c>null</c> is that; everything else is text, and so is what stands in quotes.
/// </summary>
internal static partial class SqlParameters
{
    public static BsonDocument Read(IEnumerable<string> written)
    {
        var parameters = new BsonDocument();
        var next = 0;
        foreach (var text in written)
        {
            var named = Named().Match(text);
            var name = named.Success ? named.Groups[1].Value : (next++).ToString(CultureInfo.InvariantCulture);
            if (!parameters.TryAdd(name, Value(named.Success ? named.Groups[2].Value : text)))
                throw new BadInputException($"--param: '{name}' is given twice; leave one out.");
        }
        return parameters;
    }

    private static BsonValue Value(string text)
    {
        if (text is ['\'', .., '\''] or ['"', .., '"'])
            return text[1..^1];
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer))
            return integer;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number))
            return number;
        return text switch { "true" => true, "false" => false, "null" => BsonValue.Null, _ => text };
    }

    [GeneratedRegex("^([A-Za-z_][A-Za-z0-9_]*)=(.*)$", RegexOptions.Singleline)]
    private static partial Regex Named();
}
