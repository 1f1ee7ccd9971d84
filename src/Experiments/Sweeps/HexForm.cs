using Sweep.Experiments.Trials;

namespace Sweep.Experiments.Sweeps;

/// <summary>
/// The two forms in which things are named by a hash, in lower-case hexadecimal. Files bear these names, so nothing else may pass for one.
/// </summary>
public static class HexForm
{
    /// <summary>Of a <see cref="TrialId"/> or <see cref="RunId"/>: 16 digits.</summary>
    public static bool IsIdentity(string? text) => text is { Length: 16 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>Of a SHA-256: 64 digits.</summary>
    public static bool IsSha256(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigitLower);
}
