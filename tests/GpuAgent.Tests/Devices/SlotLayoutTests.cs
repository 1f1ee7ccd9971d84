using Sweep.Experiments.Inputs;
using Sweep.GpuAgent.Devices;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Tests.Devices;

public sealed class SlotLayoutTests
{
    private static readonly Gpu First = new(0, "GPU-a", "NVIDIA H200", 143771, "550.54");
    private static readonly Gpu Second = new(1, "GPU-b", "NVIDIA T4", 15360, "550.54");

    [Fact]
    public void WithoutGpus_EveryCoreIsASlot() => Assert.Equal(
        [new SlotDescription(0, "cpu", "Some CPU"), new SlotDescription(1, "cpu", "Some CPU")],
        SlotLayout.Of([], 2, "Some CPU", null).Select(place => place.Slot));

    [Fact]
    public void WithGpus_EachIsASlot() => Assert.Equal(
        [new SlotDevice(new SlotDescription(0, "cuda:0", "NVIDIA H200"), First), new SlotDevice(new SlotDescription(1, "cuda:1", "NVIDIA T4"), Second)],
        SlotLayout.Of([First, Second], 64, "Some CPU", null));

    [Fact]
    public void MoreSlotsThanGpus_ShareThemInTurn() =>
        Assert.Equal(["cuda:0", "cuda:1", "cuda:0"], SlotLayout.Of([First, Second], 64, "Some CPU", 3).Select(place => place.Slot.Device));

    [Fact]
    public void AskedFor_SoManyCores() => Assert.Equal(5, SlotLayout.Of([], 2, "Some CPU", 5).Count);

    [Fact]
    public void BuildWithoutCuda_TrainsOnCoresThoughThereAreGpus() =>
        Assert.All(new Machine([First], 3, "Some CPU", CudaBuild: false).Slots(null), place => Assert.Null(place.Gpu));

    [Theory]
    [InlineData("auto", null)]
    [InlineData("3", 3)]
    public void SlotsOption_IsReadAsCount(string text, int? expected) => Assert.Equal(expected, SlotLayout.Count(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("2000")]
    public void SlotsOption_OtherwiseIsRefusedWithItsValue(string text) =>
        Assert.Contains($"--slots {text}", Assert.Throws<BadInputException>(() => SlotLayout.Count(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void ProcessorName_IsThatOfTheFirstCore() => Assert.Equal(
        "AMD EPYC 7763: 64-Core",
        Machine.ProcessorName(["processor\t: 0", "vendor_id\t: AuthenticAMD", "model name\t: AMD EPYC 7763: 64-Core", "model name\t: Other"]));

    [Fact]
    public void ProcessorWithoutAName_IsUnknown() => Assert.Equal("unknown processor", Machine.ProcessorName(["processor : 0"]));
}
