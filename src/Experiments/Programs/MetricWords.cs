using System.Collections.Immutable;

namespace Sweep.Experiments.Programs;

/// <summary>What a metric may be called.</summary>
internal static class MetricWords
{
    public const int Longest = 64;
    public const int Most = 64;
    public const string Rule = "use letters, digits and '_', at most 64, beginning with a letter";

    /// <summary>What a report says beside its metrics.</summary>
    public static readonly ImmutableArray<string> Reserved = ["epoch", "epochs", "seconds", "step", "steps", "seed", "diverged"];

    public static bool IsName(string name) => name.Length is > 0 and <= Longest
        && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
