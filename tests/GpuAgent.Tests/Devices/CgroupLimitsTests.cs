using Sweep.GpuAgent.Devices;

namespace Sweep.GpuAgent.Tests.Devices;

public sealed class CgroupLimitsTests : IDisposable
{
    private const string NoLimit = "9223372036854771712";
    private readonly TemporaryFolder root = new();

    public void Dispose() => root.Dispose();

    public static TheoryData<string, string[], double?, long?> Groups => new()
    {
        { "0::/", [], null, null },
        { "0::/", ["cpu.max=max 100000", "memory.max=max"], null, null },
        { "0::/", ["cpu.max=400000 100000", "memory.max=4294967296"], 4, 4L << 30 },
        { "0::/", ["cpu.max=50000 100000"], 0.5, null },
        { "0::/a/b", ["a/b/cpu.max=400000 100000", "a/cpu.max=200000 100000", "a/memory.max=1073741824", "a/b/memory.max=max"], 2, 1L << 30 },
        { "0::/of/another/namespace", ["cpu.max=300000 100000"], 3, null },
        { "4:memory:/job\n3:cpu,cpuacct:/job\n1:name=systemd:/x", ["cpu,cpuacct/job/cpu.cfs_quota_us=400000", "cpu,cpuacct/job/cpu.cfs_period_us=100000", $"memory/job/memory.limit_in_bytes={1L << 31}"], 4, 1L << 31 },
        { "4:memory:/\n3:cpu,cpuacct:/", ["cpu/cpu.cfs_quota_us=-1", "cpu/cpu.cfs_period_us=100000", $"memory/memory.limit_in_bytes={NoLimit}"], null, null },
        { "4:memory:/docker/1\n3:cpu:/docker/1", ["cpu/cpu.cfs_quota_us=150000", "cpu/cpu.cfs_period_us=100000"], 1.5, null },
        { "nonsense", ["cpu.max=400000 100000"], null, null },
        { "0::/", ["cpu.max=0 0", "memory.max=many"], null, null },
    };

    [Theory]
    [MemberData(nameof(Groups))]
    public void TheTightestLimit_OnTheWayUp_Counts(string groups, string[] files, double? cores, long? memory)
    {
        Write("proc/self/cgroup", groups + "\n");
        foreach (var file in files.Select(file => file.Split('=')))
            Write($"sys/fs/cgroup/{file[0]}", file[1] + "\n");

        Assert.Equal(new CgroupLimits(cores, memory), CgroupLimits.OfThisProcess(root.Path));
    }

    [Fact]
    public void WhereThereAreNoGroups_ThereIsNoLimit() => Assert.Equal(new(null, null), CgroupLimits.OfThisProcess(root.Path));

    [Theory]
    [InlineData(null, 64)]
    [InlineData(4.0, 4)]
    [InlineData(3.5, 3)]
    [InlineData(0.5, 1)]
    [InlineData(100.0, 64)]
    public void ALimit_IsWholeCores_AndAtLeastOne(double? limit, int cores) => Assert.Equal(cores, new CgroupLimits(limit, null).CoresOf(64));

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(root[path])!);
        File.WriteAllText(root[path], text);
    }
}
