namespace Sweep.Cluster.Tests;

/// <summary>A small real grid of three runs, and what its trials come to when nothing happens to anybody.</summary>
internal static class RealLabGrid
{
    public const string Yaml = """
        name: grid
        dataset: { name: shapes10, train: 600, validation: 100 }
        model: notebook-cnn
        space:
          lr: [1e-3, 2e-3, 3e-3]
          epochs: [2, 4]
        """;

    public const int Runs = 3;
    public const int Epochs = 12;

    private static readonly Lazy<Task<IReadOnlyDictionary<string, string>>> Once = new(async () =>
    {
        using var place = new Workplace();
        place.Write("grid.yaml", Yaml);
        await place.SweepWell("run", "grid.yaml");
        return await place.Metrics();
    });

    /// <summary>The metrics of every trial, trained undisturbed on one machine.</summary>
    public static Task<IReadOnlyDictionary<string, string>> Undisturbed => Once.Value;
}
