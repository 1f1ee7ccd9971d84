using Sweep.GpuAgent.Devices;

namespace Sweep.GpuAgent.Tests.Devices;

public sealed class GpuFaultTests
{
    private const string Log = """
        [    3.1] NVRM: loading NVIDIA UNIX x86_64 Kernel Module  550.54
        [  812.345678] NVRM: Xid (PCI:0000:3b:00): 13, pid=77, name=train, Graphics Exception
        [ 1812.000001] NVRM: Xid (PCI:0000:3b:00): 48, pid='<unknown>', name=<unknown>, An uncorrectable double bit error
        [ 2812.000002] NVRM: Xid (PCI:0000:3B:00): 79, pid=1234, GPU has fallen off the bus.
        [ 2813.000003] NVRM: Xid (PCI:0000:af:00): 31, pid=77, MMU Fault
        [ 2814.000004] usb 1-1: NVRM: Xid (PCI:0000:af:00): 79, is what somebody called his device

        """;

    [Fact]
    public void TheLatestOfEachGpu_IsRead_AndWhatAProgramDidWrong_IsNoFault() =>
        Assert.Equal([new GpuFault("3b:00", 79, "2812.000002")], GpuFault.Parse(Log));

    [Fact]
    public void ALogThatMayNotBeRead_HasNone() => Assert.Empty(GpuFault.Parse(""));

    [Fact]
    public void WhereAGpuIsOnTheBus_StandsInItsReading() => Assert.Equal(
        "3b:00", Assert.Single(GpuReading.Parse("0, GPU-a, 812, 143000, 2, 0x0000000000000044, 00000000:3B:00.0\n")).Bus);
}
