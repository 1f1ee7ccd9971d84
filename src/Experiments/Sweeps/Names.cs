namespace Sweep.Experiments.Sweeps;

/// <summary>
/// The closed alphabets of names that people give. Names become keys, parts of paths and of addresses, and are printed in every table, so
/// whatever a name may not have is refused wherever the name comes from.
/// </summary>
public static class Names
{
    /// <summary>In characters.</summary>
    public const int Longest = 64;

    /// <summary>What a sweep's name must be, as the rest of a sentence.</summary>
    public const string SweepRule = "must be lower-case letters, digits, '-', '_' and '.', at most 64, and start with a letter or digit";

    /// <summary>What an agent's name must be, as the rest of a sentence.</summary>
    public const string AgentRule =
        "must be letters, digits, spaces, '-', '_', '.', ':', '+' and '@', at most 64, and start and end with a letter or digit";

    private const string FallbackAgent = "agent";

    public static bool IsSweep(string? name) => name is { Length: > 0 and <= Longest } && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');

    /// <summary>Wider than that of sweeps: letters of every script, and what host names, job numbers and devices are joined with.</summary>
    public static bool IsAgent(string? name) => name is { Length: > 0 and <= Longest }
        && char.IsLetterOrDigit(name[0]) && char.IsLetterOrDigit(name[^1]) && name.All(IsOfAgent);

    /// <summary>An agent's name for a machine whose own name may be none: what does not fit becomes a dash.</summary>
    public static string AgentFor(string machine)
    {
        var fitting = string.Concat(machine.Take(Longest).Select(c => IsOfAgent(c) ? c : '-'));
        var first = fitting.TakeWhile(c => !char.IsLetterOrDigit(c)).Count();
        var name = fitting[first..];
        while (name.Length > 0 && !char.IsLetterOrDigit(name[^1]))
            name = name[..^1];
        return name.Length == 0 ? FallbackAgent : name;
    }

    private static bool IsOfAgent(char c) => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '.' or ':' or '+' or '@';
}
