namespace Sweep.Experiments.Trials;

/// <summary>
/// What a metric may be called: a name that is a key in JSON, a word of an expression and a column of a table as it stands.
/// </summary>
public static class MetricNames
{
    public const string TrainLoss = "trainLoss";
    public const string ValLoss = "valLoss";
    public const string ValAccuracy = "valAccuracy";

    /// <summary>Of one epoch.</summary>
    public const int Most = 64;

    /// <summary>What a metric's name must be, as the rest of a sentence.</summary>
    public const string Rule = "must be ASCII letters, digits and '_', at most 64, start with a letter, and be no word that means "
        + "something else in Sweep (epoch, seconds, step, seed, trial, state, run, and columns of results)";

    /// <summary>What the built-in network measures, in the order in which it is written.</summary>
    public static readonly IReadOnlyList<string> BuiltIn = [TrainLoss, ValLoss, ValAccuracy];

    public static bool IsOne(string? name) => ParameterName.HasForm(name) && !ReservedNames.IsNoMetric(name!);

    /// <summary>Whether a metric of that name is a loss, by its name alone: <c>loss</c>, or one that ends with <c>Loss</c>.</summary>
    public static bool IsLoss(string name) => name == "loss" || name.EndsWith("Loss", StringComparison.Ordinal);

    /// <summary>The built-in network's first, in their order, then the others by the codes of their characters.</summary>
    public static int Compare(string x, string y)
    {
        var (first, second) = (Place(x), Place(y));
        return first == second ? string.CompareOrdinal(x, y) : first.CompareTo(second);
    }

    private static int Place(string name) => name switch { TrainLoss => 0, ValLoss => 1, ValAccuracy => 2, _ => 3 };
}
