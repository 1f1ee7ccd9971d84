using Sweep.GpuAgent.Devices;

namespace Sweep.GpuAgent.Tests.Devices;

public sealed class GpuProbeTests
{
    private const string TwoGpus = """
        1, GPU-bbbbbbbb-0000-0000-0000-000000000001, NVIDIA GeForce RTX 3090, 24576, 550.54.15
        0, GPU-aaaaaaaa-0000-0000-0000-000000000000, NVIDIA H200, 143771, 550.54.15
        """;

    [Fact]
    public void EveryLine_IsAGpu() => Assert.Equal(
        [
            new Gpu(0, "GPU-aaaaaaaa-0000-0000-0000-000000000000", "NVIDIA H200", 143771, "550.54.15"),
            new Gpu(1, "GPU-bbbbbbbb-0000-0000-0000-000000000001", "NVIDIA GeForce RTX 3090", 24576, "550.54.15"),
        ],
        GpuProbe.Parse(TwoGpus));

    [Fact]
    public void SharedMemory_IsNotANumber() =>
        Assert.Equal(new Gpu(0, "GPU-c", "NVIDIA GB10", 0, "580.1"), Assert.Single(GpuProbe.Parse("0, GPU-c, NVIDIA GB10, [N/A], 580.1\n")));

    [Theory]
    [InlineData("")]
    [InlineData("No devices were found\n")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n")]
    [InlineData("Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 550.54\n")]
    public void Complaints_AreNoGpus(string text) => Assert.Empty(GpuProbe.Parse(text));

    [Theory]
    [InlineData(null, "0,1")]
    [InlineData("1", "1")]
    [InlineData("1,0", "1,0")]
    [InlineData("GPU-bbbbbbbb", "1")]
    [InlineData("", "")]
    [InlineData("-1", "")]
    [InlineData("0,7,1", "0")]
    public void VisibleDevices_AreThoseTheListNames(string? list, string expected) =>
        Assert.Equal(expected, string.Join(',', GpuProbe.Visible(GpuProbe.Parse(TwoGpus), list).Select(gpu => gpu.Index)));
}
