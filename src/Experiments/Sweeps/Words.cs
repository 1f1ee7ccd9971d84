using Sweep.Experiments.Inputs;
using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>Values that are words.</summary>
internal static class Words
{
    public static readonly IReadOnlyList<string> Precisions = ["auto", "fp32", "mixed"];

    public static readonly IReadOnlyList<string> Arithmetics = [Auto, Running.Arithmetics.LibTorch];

    private const string Auto = "auto";

    public static string Check(string key, string word, IReadOnlyList<string> known, Place place) => known.Contains(word)
        ? word
        : throw place.Error(key, Texts.Plain(word), NearestWord.Unknown(Texts.Plain(word), known));

    public static Precision Precision(string word) => Enum.Parse<Precision>(word, ignoreCase: true);

    /// <summary>Null leaves it to the trainer.</summary>
    public static string? Arithmetic(string word) => word == Auto ? null : word;

    /// <summary>Names become parts of paths and addresses, so they start with a letter or a digit.</summary>
    public static string Name(string name, Place place) => Names.IsSweep(name)
        ? name
        : throw place.Error("name", Texts.Plain(name),
            $"{Names.SweepRule}; write for instance {place.Assignment("name", Suggestion(name))}");

    private static string Suggestion(string name)
    {
        var plain = string.Concat(
            name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-'))
            .TrimStart('-', '_', '.');
        return plain.Length == 0 ? "first-sweep" : plain[..Math.Min(plain.Length, Names.Longest)];
    }
}
