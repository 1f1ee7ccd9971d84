namespace Sweep.Experiments.Sweeps;

/// <summary>What was probably meant by a word that is not known.</summary>
public static class NearestWord
{
    /// <summary>Names that other programs have for ours, too far away for the edit distance.</summary>
    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["learningrate"] = "lr", ["rate"] = "lr", ["wd"] = "weightDecay", ["decay"] = "weightDecay", ["bs"] = "batchSize", ["batch"] = "batchSize",
        ["val"] = "validation", ["test"] = "validation", ["data"] = "dataset", ["network"] = "model", ["metric"] = "objective",
        ["parameters"] = "space", ["grid"] = "sampler", ["accuracy"] = "valAccuracy", ["loss"] = "valLoss", ["attempts"] = "maxAttempts",
        ["n"] = "count", ["num"] = "count", ["uniform"] = "linear", ["loguniform"] = "log", ["int"] = "integers", ["range"] = "integers",
        ["bf16"] = "mixed", ["fp16"] = "mixed", ["amp"] = "mixed", ["float32"] = "fp32", ["cnn"] = "notebook-cnn",
    };

    /// <summary>The known word nearest to <paramref name="word"/>: case and word separators do not count; of equally near ones the first.</summary>
    public static string Of(string word, IReadOnlyList<string> known) =>
        Synonyms.TryGetValue(Plain(word), out var meant) && known.Contains(meant)
            ? meant
            : known.FirstOrDefault(k => word.Length > 1 && Plain(k).StartsWith(Plain(word), StringComparison.Ordinal)) ?? known.MinBy(k => Distance(Plain(word), Plain(k)))!;

    private static string Plain(string word) => word.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    /// <summary>Edit distance with neighbouring letters swapped as one edit (optimal string alignment).</summary>
    public static int Distance(string a, string b)
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
