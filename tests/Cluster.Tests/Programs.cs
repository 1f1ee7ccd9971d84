using Sweep.Cluster.Tests;
using Sweep.Suite;

[assembly: StartsProcesses(
    typeof(DrillTests), typeof(DocumentedCommandsTests), typeof(KillTests), typeof(PartitionTests), typeof(CausesTests),
    typeof(FullHomeTests), typeof(ReproduceTests), typeof(StarTests), typeof(TravelTests), typeof(HomeTests), typeof(ExtendTests),
    typeof(EndedDrillTests), typeof(BenchTests), typeof(UpkeepTests), typeof(BenchmarksTests), typeof(RealGridTests))]

namespace Sweep.Cluster.Tests;

/// <summary>The programs as they were built beside these tests.</summary>
internal static class Programs
{
    public static string Sweep { get; } = Built("Coordinator", "sweep.dll");
    public static string Agent { get; } = Built("GpuAgent", "sweep-agent.dll");
    public static string Benchmarks { get; } = Built("Benchmarks", "Sweep.Benchmarks.dll");

    private static string Built(string project, string file)
    {
        var own = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var path = Path.Combine(own.Parent!.Parent!.FullName, project, own.Name, file);
        Assert.True(File.Exists(path), $"{path} is not built");
        return path;
    }
}
