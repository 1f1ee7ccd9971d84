namespace Sweep.Experiments.Trials;

/// <summary>
/// Names that mean something in Sweep already: what hyperparameters and metrics cannot be called. Upper and lower case do not matter.
/// </summary>
internal static class ReservedNames
{
    /// <summary>Whose name a word cannot be.</summary>
    [Flags]
    private enum Of
    {
        Parameters = 1,
        Metrics = 2,
        Both = Parameters | Metrics,
    }

    private static readonly Dictionary<string, Of> Words = new(
        new (Of Whose, string[] Names)[]
        {
            // Columns and keys of a trial.
            (Of.Both, ["trial", "state", "run", "agent", "attempt", "bestEpoch", "bestEpochValAccuracy", "sweep", "cause", "inGrid"]),
            (Of.Metrics, ["bestEpochValue"]),
            // The same, but a program may measure what is called so: its metric has the column then.
            (Of.Parameters, ["ownSeconds", "lostSeconds", "device", "host", "precision", "started", "finished"]),
            // Words of expressions.
            (Of.Both, ["and", "or", "not", "in", "is", "nan", "inf", "infinity", "true", "false", "missing", "null"]),
            (Of.Metrics, ["previous"]),
            // What is in a program's report beside its metrics.
            (Of.Both, ["epoch", "seconds", "step", "steps"]),
            (Of.Metrics, [ParameterName.Epochs, ParameterName.Seed, "diverged"]),
            // What the built-in network measures, and what is in a program's environment beside its hyperparameters.
            (Of.Parameters, [.. MetricNames.BuiltIn, "parameters", "slot", "data", "work", "checkpoint"]),
        }.SelectMany(group => group.Names.Select(name => KeyValuePair.Create(name, group.Whose))),
        StringComparer.OrdinalIgnoreCase);

    public static bool IsNoParameter(string name) => Words.TryGetValue(name, out var whose) && whose.HasFlag(Of.Parameters);

    public static bool IsNoMetric(string name) => Words.TryGetValue(name, out var whose) && whose.HasFlag(Of.Metrics);
}
