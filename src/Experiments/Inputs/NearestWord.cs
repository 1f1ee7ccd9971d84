namespace Sweep.Experiments.Inputs;

/// <summary>What was probably meant by a word that is not known.</summary>
public static class NearestWord
{
    /// <summary>Names that other programs have for ours, too far away for the edit distance.</summary>
    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["learningrate"] = "lr",
        ["rate"] = "lr",
        ["wd"] = "weightDecay",
        ["decay"] = "weightDecay",
        ["bs"] = "batchSize",
        ["batch"] = "batchSize",
        ["val"] = "validation",
        ["test"] = "validation",
        ["data"] = "dataset",
        ["network"] = "model",
        ["metric"] = "objective",
        ["parameters"] = "space",
        ["grid"] = "sampler",
        ["accuracy"] = "valAccuracy",
        ["loss"] = "valLoss",
        ["attempts"] = "maxAttempts",
        ["n"] = "count",
        ["num"] = "count",
        ["uniform"] = "linear",
        ["loguniform"] = "log",
        ["int"] = "integers",
        ["range"] = "integers",
        ["bf16"] = "mixed",
        ["fp16"] = "mixed",
        ["amp"] = "mixed",
        ["float32"] = "fp32",
        ["cnn"] = "notebook-cnn",
        ["gpu"] = "cuda:0",
        ["yes"] = "true",
        ["on"] = "true",
        ["no"] = "false",
        ["off"] = "false",
    };

    /// <summary>
    /// The known word that was probably meant: another program's name for it, a word that begins so, or one of which at most a third must
    /// change. Case and word separators do not count; of equally near ones the first. Null where none is near.
    /// </summary>
    public static string? Of(string word, IReadOnlyList<string> known)
    {
        if (Synonyms.TryGetValue(Plain(word), out var meant) && known.Contains(meant))
            return meant;
        if (word.Length > 1 && known.FirstOrDefault(k => Plain(k).StartsWith(Plain(word), StringComparison.Ordinal)) is { } begun)
            return begun;
        return known.Where(k => Near(Plain(word), Plain(k))).MinBy(k => Distance(Plain(word), Plain(k)));
    }

    private static bool Near(string a, string b)
    {
        var most = Math.Max(1, Math.Min(a.Length, b.Length) / 3);
        return Math.Abs(a.Length - b.Length) <= most && Distance(a, b) <= most;
    }

    /// <summary>The end of a sentence about an unknown word: what was probably meant, or all that there is.</summary>
    public static string Remedy(string word, IReadOnlyList<string> known) =>
        Of(word, known) is { } near ? $"did you mean '{near}'?" : $"known are {string.Join(", ", known)}";

    /// <summary>What is wrong with a word that must be one of a few, as the rest of a sentence without its full stop.</summary>
    public static string Unknown(string word, IReadOnlyList<string> known) => Of(word, known) is { } near
        ? $"is not known; did you mean '{near}' (known are {string.Join(", ", known)})"
        : $"is not known; known are {string.Join(", ", known)}";

    private static string Plain(string word) =>
        word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Edit distance with neighbouring letters swapped as one edit (optimal string alignment).</summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            d[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            d[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, Math.Min(d[i - 1, j], d[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        }
        return d[a.Length, b.Length];
    }
}
