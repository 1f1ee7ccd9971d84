using Sweep.GpuAgent.Devices;

namespace Sweep.GpuAgent.Tests.Devices;

public sealed class DevicesReportTests
{
    private static readonly Machine Machine = new([new Gpu(0, "GPU-a", "NVIDIA T4", 15360, "550.54")], 2, "Some CPU", CudaBuild: false);

    [Fact]
    public void GpuThatThisBuildCannotUse_IsSaidWithTheRemedy() => Assert.Equal(
        """
        processor  Some CPU, 2 cores
        gpu 0      NVIDIA T4, 15360 MiB, driver 550.54
        This build trains on the CPU only; build with -p:TorchBackend=cuda to use the GPUs.
        slot 0     cpu, Some CPU
        slot 1     cpu, Some CPU
        """,
        string.Join(Environment.NewLine, DevicesReport.Of(Machine).ToLines()));

    [Fact]
    public void Json_HasItsNames() => Assert.Equal(
        """{"gpus":[{"index":0,"uuid":"GPU-a","name":"NVIDIA T4","memoryMiB":15360,"driver":"550.54"}],"cores":2,"processor":"Some CPU","cudaBuild":false,"slots":[{"number":0,"device":"cpu","model":"Some CPU"},{"number":1,"device":"cpu","model":"Some CPU"}]}""",
        DevicesReport.Of(Machine).ToJson().Replace("\n", "", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal).Replace("\": ", "\":", StringComparison.Ordinal));
}
