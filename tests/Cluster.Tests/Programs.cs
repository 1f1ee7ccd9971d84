namespace Sweep.Cluster.Tests;

/// <summary>The programs as they were built beside these tests.</summary>
internal static class Programs
{
    public static string Sweep => Built("Coordinator", "sweep.dll");
    public static string Agent => Built("GpuAgent", "sweep-agent.dll");
    public static string Benchmarks => Built("Benchmarks", "Sweep.Benchmarks.dll");

    private static string Built(string project, string file)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, file);
        Assert.True(File.Exists(path), $"{path} is not built");
        return path;
    }
}
