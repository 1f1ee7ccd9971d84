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
        [new SlotDevice(new SlotDescription(0, "cuda:0", "NVIDIA H200"), First) { Threads = 32 }, new SlotDevice(new SlotDescription(1, "cuda:1", "NVIDIA T4"), Second) { Threads = 32 }],
        SlotLayout.Of([First, Second], 64, "Some CPU", null));

    [Fact]
    public void MoreSlotsThanGpus_ShareThemInTurn() =>
        Assert.Equal(["cuda:0", "cuda:1", "cuda:0"], SlotLayout.Of([First, Second], 64, "Some CPU", 3).Select(place => place.Slot.Device));

    [Fact]
    public void SoManyOfEachGpu_AreDealtInTurn_AndShareTheCores()
    {
        var slots = new Machine([First, Second], 8, "Some CPU", CudaBuild: true).Slots(new SlotWish(2, OfEachGpu: true));
        Assert.Equal(["cuda:0", "cuda:1", "cuda:0", "cuda:1"], slots.Select(place => place.Slot.Device));
        Assert.All(slots, place => Assert.Equal(2, place.Threads));
    }

    [Fact]
    public void SoManyOfEachGpu_WhereThereIsNone_IsOneSentence() => Assert.Equal(
        "--slots gpu:2, but there is no GPU here that this program can use; give a number, or leave it out.",
        Assert.Throws<BadInputException>(() => new Machine([First], 8, "Some CPU", CudaBuild: false).Slots(new SlotWish(2, true))).Message);

    [Theory]
    [InlineData(4, null, 4)]
    [InlineData(4, 64L << 30, 4)]
    [InlineData(4, 2L << 30, 2)]
    [InlineData(4, 1L << 20, 1)]
    public void OnAProcessor_MemoryBoundsWhatIsAutomatic_AndNotWhatWasAskedFor(int cores, long? bytes, int slots)
    {
        var machine = new Machine([], cores, "Some CPU", CudaBuild: false) { MemoryBytes = bytes };
        Assert.Equal(slots, machine.Slots(SlotWish.Automatic).Count);
        Assert.Equal(7, machine.Slots(new SlotWish(7)).Count);
    }

    [Fact]
    public void AskedFor_SoManyCores() => Assert.Equal(5, SlotLayout.Of([], 2, "Some CPU", 5).Count);

    [Fact]
    public void BuildWithoutCuda_TrainsOnCoresThoughThereAreGpus() =>
        Assert.All(new Machine([First], 3, "Some CPU", CudaBuild: false).Slots(SlotWish.Automatic), place => Assert.Null(place.Gpu));

    [Theory]
    [InlineData("auto", null, false)]
    [InlineData("3", 3, false)]
    [InlineData("gpu:2", 2, true)]
    public void SlotsOption_IsReadAsWish(string text, int? count, bool ofEachGpu) =>
        Assert.Equal(new SlotWish(count, ofEachGpu), SlotWish.Of(text));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("2000")]
    [InlineData("gpu")]
    [InlineData("gpu:")]
    [InlineData("gpu:0")]
    [InlineData("gpu:two")]
    [InlineData("cpu:2")]
    public void SlotsOption_OtherwiseIsRefusedWithItsValue(string text) =>
        Assert.Contains($"--slots {text}", Assert.Throws<BadInputException>(() => SlotWish.Of(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void ProcessorName_IsThatOfTheFirstCore() => Assert.Equal(
        "AMD EPYC 7763: 64-Core",
        Machine.ProcessorName(["processor\t: 0", "vendor_id\t: AuthenticAMD", "model name\t: AMD EPYC 7763: 64-Core", "model name\t: Other"]));

    [Fact]
    public void ProcessorWithoutAName_IsUnknown() => Assert.Equal("unknown processor", Machine.ProcessorName(["processor : 0"]));
}
