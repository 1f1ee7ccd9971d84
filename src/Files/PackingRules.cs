namespace Sweep.Files;

/// <summary>What of a folder is packed.</summary>
public sealed record PackingRules
{
    /// <summary>Everything, in any size.</summary>
    public static readonly PackingRules Everything = new();

    /// <summary>
    /// The name of files that say what is left out of the folder they are in, as <c>.gitignore</c> does; null where there are none.
    /// </summary>
    public string? IgnoreFile { get; init; }

    /// <summary>Patterns of <c>.gitignore</c> that hold where no such file says otherwise.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Whether a folder or file of that path is left out, whatever the patterns say.</summary>
    public Func<string, bool> IsLeftOut { get; init; } = static _ => false;

    /// <summary>Of all files together.</summary>
    public long MostBytes { get; init; } = long.MaxValue;

    public int MostFiles { get; init; } = int.MaxValue;
}
