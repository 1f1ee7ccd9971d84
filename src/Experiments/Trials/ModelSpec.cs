namespace Sweep.Experiments.Trials;

/// <summary>
/// A model by name. <see cref="NotebookCnn"/> trains with libtorch; <see cref="Simulated"/> follows closed-form curves and takes
/// <paramref name="EpochMilliseconds"/> of wall clock an epoch: for demonstrations, drills and cluster tests.
/// </summary>
public sealed record ModelSpec(string Name, int EpochMilliseconds = 0)
{
    public const string NotebookCnn = "notebook-cnn";
    public const string Simulated = "simulated";
    public static readonly IReadOnlyList<string> Names = [NotebookCnn, Simulated];
}
