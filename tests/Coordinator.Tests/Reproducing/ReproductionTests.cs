using CsCheck;
using Sweep.Coordinator.Reproducing;
using Sweep.Experiments.Running;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Tests.Reproducing;

public sealed class ReproductionTests
{
    private static readonly Epsilon Tight = new(0.01);

    [Fact]
    public void ACurve_IsBitIdenticalToItself_WhateverIsInIt() => Again.Curves.Sample(curve =>
        Assert.Equal(Likeness.Identical, Verdict(curve, curve, Tight)));

    [Fact]
    public void TheVerdict_DoesNotDependOnWhichSideWasRecorded() => Gen.Select(Again.Curves, Again.Curves).Sample((one, other) =>
        Assert.Equal(Verdict(one, other, Tight), Verdict(other, one, Tight)));

    [Fact]
    public void AGreaterEpsilon_NeverMakesAVerdictWorse() => Gen.Select(Again.Curves, Gen.Double[-0.2, 0.2], Gen.Double[0, 0.3], Gen.Double[0, 0.3]).Sample((curve, shift, a, b) =>
    {
        var moved = curve.Select(m => m with { ValLoss = m.ValLoss * (1 + shift) }).ToArray();

        Assert.True(Verdict(curve, moved, new(Math.Max(a, b))) <= Verdict(curve, moved, new(Math.Min(a, b))));
    });

    [Fact]
    public void OneBit_OfOneMetric_OfOneEpoch_IsNotIdentical() => Gen.Select(Again.Curves, Gen.Int[0, 1000], Gen.Int[0, 2]).Sample((curve, at, which) =>
    {
        at %= curve.Length;
        if (!double.IsFinite(Value(curve[at], which)))
            return;
        var changed = curve.ToArray();
        changed[at] = With(curve[at], which, Math.BitIncrement(Value(curve[at], which)));

        Assert.Equal(Likeness.Within, Verdict(curve, changed, Tight));
    });

    [Fact]
    public void BeyondEpsilon_IsDifferent_AndEpsilonItselfIsNot() => Gen.Double[0.001, 0.5].Sample(by =>
    {
        Assert.Equal(Likeness.Within, new Epsilon(by).OfAccuracies(0, by));
        Assert.Equal(Likeness.Different, new Epsilon(by).OfAccuracies(0, Math.BitIncrement(by)));
        Assert.Equal(Likeness.Within, new Epsilon(by).OfLosses(2, 2 * (1 - (by * 0.999))));
        Assert.Equal(Likeness.Different, new Epsilon(by).OfLosses(2, 2 * (1 - (by * 1.001))));
    });

    [Theory]
    [InlineData(double.NaN, 1)]
    [InlineData(double.PositiveInfinity, 1e300)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity)]
    [InlineData(double.NaN, double.PositiveInfinity)]
    public void WhatIsNotFiniteOnOneSide_IsDifferent_WhateverEpsilon(double one, double other)
    {
        Assert.Equal(Likeness.Different, new Epsilon(0.999).OfLosses(one, other));
        Assert.Equal(Likeness.Different, new Epsilon(0.999).OfLosses(other, one));
    }

    [Fact]
    public void NotANumber_IsNotANumber_WhateverItsBits() =>
        Assert.Equal(Likeness.Identical, Tight.OfLosses(double.NaN, BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001)));

    [Fact]
    public void AnEpochThatOneSideLacks_IsDifferent() => Again.Curves.Sample(curve =>
    {
        var longer = curve.Append(curve[^1] with { Epoch = curve.Length + 1 }).ToArray();

        Assert.Equal(Likeness.Different, Verdict(curve, longer, Tight));
        Assert.Equal(Likeness.Different, Verdict(longer, curve, Tight));
    });

    [Fact]
    public void TheClock_IsNotCompared() => Assert.Equal(
        Likeness.Identical, Reproduction.Of([Again.Recorded(1)], [new(new(1, 1, 1, 0.5, 1e6), null)], Again.Here, Tight).Verdict);

    [Fact]
    public void States_AreComparedByTheirChecksums_WhereBothHaveOne()
    {
        var reproduction = Reproduction.Of(
            [Again.Recorded(1, checkpoint: "a"), Again.Recorded(2, checkpoint: "b"), Again.Recorded(3)],
            [Again.Repeated(1, checkpoint: "a"), Again.Repeated(2, checkpoint: "c"), Again.Repeated(3, checkpoint: "d")], Again.Here, Tight);

        Assert.Equal([true, false, null], reproduction.Epochs.Select(epoch => epoch.SameState));
    }

    [Fact]
    public void SeveralAttempts_AreNamedByTheEpochsThatTheyTrained_AndTheDataComeFirst()
    {
        var elsewhere = Again.Here with { DeviceModel = "another processor", Program = "0.2.0+def" };
        var otherData = Again.Here with { DatasetFingerprint = new string('b', 64) };
        RecordedEpoch[] recorded =
        [
            Again.Recorded(1), Again.Recorded(2), Again.Recorded(3, agent: "box-2", provenance: elsewhere), Again.Recorded(4, agent: "box-3", provenance: otherData),
        ];

        var changes = Reproduction.Of(recorded, [Again.Repeated(1), Again.Repeated(2), Again.Repeated(3), Again.Repeated(4)], Again.Here, Tight).Changes;

        Assert.Equal(
            [
                ("dataset fingerprint", 4, 4, new string('b', 64), new string('a', 64)),
                ("device model", 3, 3, "another processor", "a processor"),
                ("program", 3, 3, "0.2.0", "0.1.0"),
                ("git commit", 3, 3, "def", "abc"),
            ],
            changes.Select(change => (change.What, change.FirstEpoch, change.LastEpoch, change.Recorded, change.Repeated)));
        Assert.Equal(["epochs 1-2", "epoch 3", "epoch 4"], Stretch.Of(recorded).Select(stretch => stretch.Epochs));
    }

    [Fact]
    public void WhatIsUnknown_HasNotChanged()
    {
        var poor = Again.Here with { DeviceModel = "unknown processor", Program = "0.1.0" };

        Assert.Empty(ProvenanceChange.Of([new(1, 1, "box-1", poor), new(2, 2, "box-2", null)], Again.Here));
    }

    [Theory]
    [InlineData(ModelSpec.Program)]
    [InlineData(ModelSpec.Simulated)]
    public void WhatATrainerThatComputesNothingSaysOfItsDevice_IsUnknown(string model) => Assert.Empty(
        ProvenanceChange.Of([new(1, 1, "box-1", Again.Here with { DeviceModel = "a processor" })], Again.Here with { DeviceModel = model }));

    [Fact]
    public void TheNumberOfAGpu_IsNoChange() =>
        Assert.Empty(ProvenanceChange.Of([new(1, 1, "box-1", Again.Here with { Device = "cuda:3" })], Again.Here with { Device = "cuda:0" }));

    private static Likeness Verdict(EpochMetrics[] recorded, EpochMetrics[] repeated, Epsilon epsilon) => Reproduction.Of(
        [.. recorded.Select(metrics => new RecordedEpoch(metrics, "box-1", Again.Here, null))], [.. repeated.Select(metrics => new RepeatedEpoch(metrics, null))], Again.Here, epsilon).Verdict;

    private static double Value(EpochMetrics metrics, int which) => which switch { 0 => metrics.TrainLoss, 1 => metrics.ValLoss, _ => metrics.ValAccuracy };

    private static EpochMetrics With(EpochMetrics metrics, int which, double value) =>
        which switch { 0 => metrics with { TrainLoss = value }, 1 => metrics with { ValLoss = value }, _ => metrics with { ValAccuracy = value } };
}
