namespace Sweep.Experiments.Trials;

/// <summary>
/// A dataset by name, with limits: only the first <paramref name="Train"/> and <paramref name="Validation"/> images are used; null is all.
/// </summary>
public sealed record DatasetSpec(string Name, int? Train, int? Validation)
{
    public const string Cifar10 = "cifar10";
    public const string Shapes10 = "shapes10";

    /// <summary>The program brings its own data; no name that a sweep file may give.</summary>
    public const string None = "none";

    /// <summary>What a sweep file may name.</summary>
    public static readonly IReadOnlyList<string> Names = [Cifar10, Shapes10];
}
