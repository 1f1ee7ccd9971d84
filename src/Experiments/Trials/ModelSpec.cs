namespace Sweep.Experiments.Trials;

/// <summary>
/// A model by name. <see cref="NotebookCnn"/> trains with libtorch; <see cref="Simulated"/> follows closed-form curves and takes
/// <paramref name="EpochMilliseconds"/> of wall clock an epoch: for demonstrations, drills and cluster tests.
/// </summary>
public sealed record ModelSpec(string Name, int EpochMilliseconds = 0)
{
    public const string NotebookCnn = "notebook-cnn";
    public const string Simulated = "simulated";

    /// <summary>The experiment is a person's own program; no name that a sweep file may give.</summary>
    public const string Program = "program";

    /// <summary>What a sweep file may name.</summary>
    public static readonly IReadOnlyList<string> Names = [NotebookCnn, Simulated];
}
