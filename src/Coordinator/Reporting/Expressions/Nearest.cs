namespace Sweep.Coordinator.Reporting.Expressions;

/// <summary>The known name that a person probably meant.</summary>
internal static class Nearest
{
    /// <summary>The nearest of <paramref name="known"/> by edits (case does not count), as a question for the end of a sentence; all of them where none is near.</summary>
    public static string Remedy(string word, IReadOnlyList<string> known) =>
        To(word, known) is { } near ? $"did you mean '{near}'?" : $"known are {string.Join(", ", known)}";

    /// <summary>Null where more than a third of the word would have to change. Of equally near ones the first.</summary>
    public static string? To(string word, IReadOnlyList<string> known)
    {
        var (name, distance) = known.Select(k => (k, Edits(word, k))).MinBy(p => p.Item2);
        return distance <= Math.Max(1, Math.Min(word.Length, name.Length) / 3) ? name : null;
    }

    /// <summary>Letters to insert, delete or replace (Levenshtein), by one row of the table at a time.</summary>
    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (same ? 0 : 1)));
            }
        }
        return row[^1];
    }
}
