namespace Sweep.Experiments.Trials;

/// <summary>
/// The names that hyperparameters and metrics may have. They become columns, words of expressions, keys in JSON and variables of a
/// program's environment, so what already means something there cannot be one.
/// </summary>
public static class ParameterName
{
    public const string LearningRate = "lr", Epochs = "epochs", WeightDecay = "weightDecay", BatchSize = "batchSize", Seed = "seed";

    /// <summary>In characters.</summary>
    public const int Longest = 64;

    /// <summary>What a name must be, as the rest of a sentence.</summary>
    public const string Rule = "must be letters, digits and '_', at most 64, and start with a letter";

    /// <summary>The parameters of the built-in network, in the order in which they are read and written.</summary>
    public static readonly IReadOnlyList<string> Known = [LearningRate, Epochs, WeightDecay, BatchSize, Seed];

    public static bool HasForm(string? name) => name is { Length: > 0 and <= Longest } && char.IsAsciiLetter(name[0])
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    /// <returns>Why a hyperparameter cannot be called so, as the rest of a sentence; null where it can.</returns>
    public static string? Problem(string name)
    {
        if (!HasForm(name))
            return Rule;
        if (ReservedNames.IsNoParameter(name))
            return $"means something else in Sweep; call it for instance {name}Of or my{char.ToUpperInvariant(name[0])}{name[1..]}";
        return Known.FirstOrDefault(known => known != name && known.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } other
            ? $"differs from {other} only in upper and lower case; write {other}, or give it another name"
            : null;
    }

    /// <summary>
    /// The order in which values are written and identities spelt: the known ones, then the others by their characters' codes.
    /// </summary>
    public static readonly IComparer<string> InOrder = Comparer<string>.Create(Compare);

    internal static int Compare(string left, string right)
    {
        var (l, r) = (PlaceOf(left), PlaceOf(right));
        return l != r ? l.CompareTo(r) : string.CompareOrdinal(left, right);
    }

    private static int PlaceOf(string name)
    {
        for (var i = 0; i < Known.Count; i++)
            if (Known[i] == name)
                return i;
        return Known.Count;
    }
}
