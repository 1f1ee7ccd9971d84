using Sweep.Suite;

namespace Sweep.Cluster.Tests;

/// <summary>A home with a small real sweep, complete: trained once, copied for every test that asks about its networks.</summary>
public sealed class TrainedGrid : IAsyncLifetime
{
    public const int TrainImages = 320;
    public const int ValidationImages = 100;

    private static readonly string Grid = $$"""
        name: grid
        dataset: { name: shapes10, train: {{TrainImages}}, validation: {{ValidationImages}} }
        model: notebook-cnn
        space: { lr: [3e-3, 1e10], epochs: [1, 2] }
        """;

    private readonly Workplace place = new();

    public async ValueTask InitializeAsync()
    {
        using var among = await ProcessPlace.Take();
        place.Write("grid.yaml", Grid);
        await place.SweepWell("run", "grid.yaml");
    }

    internal void CopyTo(Workplace other)
    {
        other.Write("grid.yaml", Grid);
        foreach (var file in Directory.GetFiles(place.Home, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(other.Home, Path.GetRelativePath(place.Home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public ValueTask DisposeAsync()
    {
        place.Dispose();
        return ValueTask.CompletedTask;
    }
}
