using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

public sealed class CurveTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly string Sha256 = string.Concat(Enumerable.Repeat("0123456789abcdef", 4));

    private static EpochRecord Usual(int epoch) => new(
        new(epoch, 1.0 / epoch, 2.0 / epoch, 0.1 * epoch, 8.125), new(epoch, Sha256, 1_234_567), new(40 + epoch), At.AddSeconds(epoch));

    /// <summary>What earlier programs let in, and what people's programs measure.</summary>
    public static TheoryData<string> Unusual => [.. Variants.Keys];

    private static readonly Dictionary<string, Func<EpochRecord, EpochRecord>> Variants = new()
    {
        ["no checkpoint"] = usual => usual with { Checkpoint = null },
        ["a checkpoint of another epoch"] = usual => usual with { Checkpoint = usual.Checkpoint! with { Epoch = 7 } },
        ["a checkpoint whose name is none"] = usual => usual with { Checkpoint = usual.Checkpoint! with { Sha256 = "ABC" } },
        ["a checkpoint of less than nothing"] = usual => usual with { Checkpoint = usual.Checkpoint! with { Bytes = -1 } },
        ["another number"] = usual => usual with { Metrics = usual.Metrics with { Epoch = 9 } },
        ["a loss that is none"] = usual => usual with { Metrics = usual.Metrics with { ValLoss = double.NaN } },
        ["a rule of the sweep"] = usual => usual with { Metrics = usual.Metrics with { DivergedByRule = true } },
        ["other metrics"] = usual => usual with { Metrics = EpochMetrics.Of(usual.Metrics.Epoch, [new("f1", 0.5), new("loss", 1)], 3) },
        ["no metrics"] = usual => usual with { Metrics = EpochMetrics.Of(usual.Metrics.Epoch, [], 3) },
        ["a clock of another zone"] = usual => usual with { At = usual.At.ToOffset(TimeSpan.FromHours(2)) },
    };

    [Theory]
    [MemberData(nameof(Unusual))]
    public void EveryEpoch_ComesOutAsItWentIn(string variant)
    {
        for (var place = 0; place < 6; place++)
        {
            EpochRecord[] records = [.. Enumerable.Range(1, 6).Select(epoch => epoch == place + 1 ? Variants[variant](Usual(epoch)) : Usual(epoch))];
            var curve = new Curve();
            foreach (var record in records)
                curve.Add(record);
            Same(records, curve);
            curve.Close();
            Same(records, curve);
        }
    }

    private static void Same(EpochRecord[] records, Curve curve)
    {
        Assert.Equal(records, curve.Records);
        Assert.Equal(records.Select(record => record.At.Offset), curve.Records.Select(record => record.At.Offset));
        Assert.Equal(records.Select(record => record.Metrics), curve);
        Assert.Equal(records[^1], curve.Last);
        Assert.Equal(records[^1].Metrics.Diverged, curve.Diverged);
        for (var i = 0; i < records.Length; i++)
        {
            Assert.Equal(records[i].Checkpoint, curve.CheckpointOf(i));
            Assert.Equal(records[i].Lease, curve.LeaseOf(i));
            Assert.Equal(records[i].At, curve.RecordedAt(i));
            Assert.Equal(records[i].Metrics.Seconds, curve.SecondsOf(i));
        }
    }

    [Fact]
    public void AnEpochThatIsNotThere_IsNeverMadeUp()
    {
        var curve = new Curve();
        curve.Add(Usual(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.CheckpointOf(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.LeaseOf(-1));
    }

    [Fact]
    public void ItKnows_WhetherItsEpochsAreInOrder()
    {
        var curve = new Curve();
        curve.Add(Usual(1));
        Assert.True(curve.IsInOrder);
        curve.Add(Usual(1));
        curve.Add(Usual(3));
        Assert.False(curve.IsInOrder);
    }
}
