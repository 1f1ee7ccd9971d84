using System.IO.Compression;

namespace Sweep.Cluster.Tests;

/// <summary>A home with a small real sweep, complete: trained once, by the first test that needs it, and unpacked for each.</summary>
internal static class TrainedGrid
{
    public const int TrainImages = 320;
    public const int ValidationImages = 160;
    public const int Trials = 12;
    public const int Epochs = 10;

    /// <summary>Three learning rates that learn, and one that diverges at once.</summary>
    public static readonly string Yaml = $$"""
        name: grid
        dataset: { name: shapes10, train: {{TrainImages}}, validation: {{ValidationImages}} }
        model: notebook-cnn
        space:
          lr: [1e-3, 3e-3, 1e-2, 1e10]
          epochs: [1, 2, 3]
        """;

    private static readonly Lazy<Task<(string Answer, byte[] Packed)>> Once = new(async () =>
    {
        using var place = new Workplace();
        place.Write("grid.yaml", Yaml);
        var answer = await place.SweepWell("run", "grid.yaml", "--slots", "1", "--json");
        using var packed = new MemoryStream();
        ZipFile.CreateFromDirectory(place.Folder, packed, CompressionLevel.NoCompression, includeBaseDirectory: false);
        return (answer, packed.ToArray());
    });

    /// <summary>What the command that trained it printed, as JSON.</summary>
    public static async Task<string> Answer() => (await Once.Value).Answer;

    public static async Task<Workplace> Copy()
    {
        using var packed = new MemoryStream((await Once.Value).Packed);
        var copy = new Workplace();
        ZipFile.ExtractToDirectory(packed, copy.Folder);
        return copy;
    }
}
