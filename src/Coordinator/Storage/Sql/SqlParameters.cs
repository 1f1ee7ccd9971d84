using System.Globalization;
using System.Text.RegularExpressions;
using LiteDB;
using Sweep.Experiments.Inputs;

namespace Sweep.Coordinator.Storage.Sql;

/// <summary>
/// Values for the places <c>@0</c>, <c>@1</c>, … of a statement, or <c>@name</c> where written as <c>name=value</c>. A value that reads
/// as a number, <c>true</c>, <c>false</c> or <c>null</c> is that; everything else is text, and so is what stands in quotes. A number that
/// is compared with a field that holds names or identities is text as well: an identity may consist of digits only.
/// </summary>
internal static partial class SqlParameters
{
    /// <summary>Fields that only ever hold text, in every collection but one.</summary>
    private static readonly HashSet<string> TextFields = new(StringComparer.OrdinalIgnoreCase)
    {
        "_id", "sweep", "run", "agent", "host", "best", "program", "state", "cause", "dataset", "model", "note", "sha256", "checkpoint",
    };

    /// <param name="sql">The statement that the values are for.</param>
    public static BsonDocument Read(string sql, IEnumerable<string> written)
    {
        var texts = ComparedWithText(sql);
        var parameters = new BsonDocument();
        var next = 0;
        foreach (var text in written)
        {
            var named = Named().Match(text);
            var name = named.Success ? named.Groups[1].Value : (next++).ToString(CultureInfo.InvariantCulture);
            if (!parameters.TryAdd(name, Value(named.Success ? named.Groups[2].Value : text, texts.Contains(name))))
                throw new BadInputException($"--param: '{name}' is given twice; leave one out.");
        }
        return parameters;
    }

    private static HashSet<string> ComparedWithText(string sql)
    {
        var plain = Quoted().Replace(sql, "''");
        // The document of the projection is the only one that is numbered.
        return OfProjection().IsMatch(plain) ? [] :
        [
            .. Comparison().Matches(plain)
                .Where(comparison => TextFields.Contains(comparison.Groups["field"].Value.Split('.')[^1]))
                .SelectMany(comparison => Place().Matches(comparison.Groups["values"].Value))
                .Select(place => place.Groups[1].Value),
        ];
    }

    private static BsonValue Value(string text, bool isText)
    {
        if (isText && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _))
            return text;
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

    [GeneratedRegex("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"", RegexOptions.Singleline)]
    private static partial Regex Quoted();

    [GeneratedRegex("""
        (?<field>[a-z_$][\w$.]*) \s* (?:any|all)? \s*
            (?: (?: [=<>]|!=|<>|<=|>=|like ) \s* (?<values>@\w+)
            | between \s* (?<values>@\w+ \s+ and \s+ @\w+)
            | in \s* [\[(]? (?<values>(?: \s*,?\s*@\w+ )+) )
        | (?<values>@\w+) \s* (?: [=<>]|!=|<>|<=|>= ) \s* (?<field>[a-z_$][\w$.]*)
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparison();

    [GeneratedRegex(@"\bfrom\s+projection\b", RegexOptions.IgnoreCase)]
    private static partial Regex OfProjection();

    [GeneratedRegex("@([A-Za-z0-9_]+)")]
    private static partial Regex Place();
}
