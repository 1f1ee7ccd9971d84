using Sweep.Coordinator.Reproducing;
using Sweep.Experiments.Running;

namespace Sweep.Coordinator.Tests.Reproducing;

public sealed class ReproductionTextTests
{
    private static readonly Epsilon Tight = new(0.01);

    [Fact]
    public void BitIdentical_SaysWhatWasCompared() => Assert.Equal(
        ["bit-identical: every metric of 1 epoch has the bits that were recorded, and so have weights and optimiser after it"],
        ReproductionText.Verdict(Reproduction.Of([Again.Recorded(1, checkpoint: "a")], [Again.Repeated(1, checkpoint: "a")], Again.Here, Tight)));

    [Fact]
    public void Within_NamesEpsilon_TheFurthestMetric_AndWhatHasChanged()
    {
        var recorded = Again.Recorded(1, loss: 1.25, provenance: Again.Here with { DeviceModel = "an older processor" });

        Assert.Equal(
            [
                "within ε = 0.01 (losses by ratio, accuracies by difference), not bit-identical; furthest: trainLoss of epoch 1, 1.2505 instead of 1.25",
                "  device model: an older processor for epoch 1, a processor now",
            ],
            ReproductionText.Verdict(Reproduction.Of([recorded], [Again.Repeated(1, loss: 1.2505)], Again.Here, Tight)));
    }

    [Fact]
    public void Different_SaysWhenNothingIsKnownToHaveChanged() => Assert.Equal(
        [
            "different: further apart than ε = 0.01 (losses by ratio, accuracies by difference); furthest: epoch 2 is on one side only",
            "  nothing that the provenance names has changed",
        ],
        ReproductionText.Verdict(Reproduction.Of([Again.Recorded(1), Again.Recorded(2)], [Again.Repeated(1)], Again.Here, Tight)));

    [Fact]
    public void OfAProgram_EveryNumberIsCompared_ByItsName()
    {
        RecordedEpoch[] recorded = [new(EpochMetrics.Of(1, [], 1), "box-1", Again.Here, null), new(EpochMetrics.Of(2, [new("f1", 0.5), new("bleu", 20)], 1), "box-1", Again.Here, null)];
        RepeatedEpoch Again2(params KeyValuePair<string, double>[] metrics) => new(EpochMetrics.Of(2, metrics, 9), null);
        string Verdict(RepeatedEpoch second) =>
            ReproductionText.Verdict(Reproduction.Of(recorded, [new(EpochMetrics.Of(1, [], 9), null), second], Again.Here, Tight), program: true).First();

        Assert.Equal("bit-identical: every metric of 2 epochs has the bits that were recorded", Verdict(Again2(new("f1", 0.5), new("bleu", 20))));
        Assert.Equal(
            "within ε = 0.01 (by ratio), not bit-identical; furthest: bleu of epoch 2, 20.1 instead of 20", Verdict(Again2(new("f1", 0.5), new("bleu", 20.1))));
        Assert.StartsWith("different: further apart than ε = 0.01 (by ratio); furthest: f1 of epoch 2", Verdict(Again2(new("f1", 0.6), new("bleu", 20))));
        Assert.StartsWith("different:", Verdict(Again2(new KeyValuePair<string, double>("f1", 0.5))));
        Assert.StartsWith("different:", Verdict(Again2(new("f1", 0.5), new("bleu", 20), new("rouge", double.NaN))));
    }

    [Fact]
    public void ADivergedEpoch_IsFurthestWhereOneSideIsFinite() => Assert.Contains(
        "furthest: trainLoss of epoch 1, 1 instead of NaN",
        ReproductionText.Verdict(Reproduction.Of([Again.Recorded(1, loss: double.NaN, accuracy: 0.9)], [Again.Repeated(1)], Again.Here, Tight)).First(),
        StringComparison.Ordinal);

    [Fact]
    public void AnEpoch_ShowsItsRecordOnlyWhereItDiffers()
    {
        var epoch = EpochComparison.Of(2, Again.Recorded(2, loss: 1), Again.Repeated(2, loss: 1.005), Tight);

        Assert.Equal("epoch 2/3  trainLoss 1.0050 (recorded 1.0000)  valLoss 1.0050 (recorded 1.0000)  valAccuracy 0.5000", ReproductionText.Epoch(epoch, 3));
    }
}
