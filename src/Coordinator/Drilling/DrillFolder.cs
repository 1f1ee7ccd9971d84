namespace Sweep.Coordinator.Drilling;

/// <summary>The folder of one drill, removed with everything in it unless it is kept.</summary>
internal sealed class DrillFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("sweep-drill-").FullName;

    public bool Kept { get; set; }

    public void Dispose()
    {
        if (!Kept)
            Directory.Delete(Path, recursive: true);
    }
}
