using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Gate;
using Sweep.Protocol.Messages;
using Sweep.Protocol.Tests.Serialization;

namespace Sweep.Protocol.Tests.Gate;

public class WireGateTests
{
    private static readonly string Sha = new('a', 64);
    private static readonly RunId Run = new("0123456789abcdef");

    [Fact]
    public void EverythingThatTodaysAgentsAndCoordinatorsSay_ComesIn() =>
        Assert.All(Wire.Golden, golden => Assert.Null(WireGate.Refusal(golden.Message)));

    public static TheoryData<ISweepMessage> Refusable =>
    [
        Some.Register with { Agent = "" },
        Some.Register with { Agent = null! },
        Some.Register with { Agent = new string('x', 65) },
        Some.Register with { Agent = "a\nb" },
        Some.Register with { Agent = "=cmd()" },
        Some.Register with { Host = new string('x', 201) },
        Some.Register with { Host = "\e]0;title\a" },
        Some.Register with { Program = null! },
        Some.Register with { Slots = [null!] },
        Some.Register with { Unacknowledged = -1 },
        Some.Register with { Slots = [.. Enumerable.Range(0, 1025).Select(n => new SlotDescription(n, "cpu", "Some CPU"))] },
        Some.Register with { Slots = [new SlotDescription(0, "cpu", "two\nlines")] },
        new RequestWork("../up", Guid.Empty, 0),
        new Heartbeat("lab-1", Guid.Empty, [], null, new string('x', Heartbeat.LongestTrouble + 1)),
        new Heartbeat("lab-1", Guid.Empty, [], null, "\e]0;title\a"),
        new Heartbeat("lab-1", Guid.Empty, [], Gpus: [null!]),
        new Heartbeat("lab-1", Guid.Empty, [], Gpus: [new("two\nlines", 1, 2)]),
        new Heartbeat("lab-1", Guid.Empty, [], Gpus: [new("cuda:0", -1, 2)]),
        new Heartbeat("lab-1", Guid.Empty, [], Gpus: [new("cuda:0", 1, -2)]),
        new Heartbeat("lab-1", Guid.Empty, [], Gpus: [new("cuda:0", 1, 2, 1001)]),
        new Heartbeat("lab-1", Guid.Empty, [], Gpus: [.. Enumerable.Repeat(new GpuFigures("cuda:0", 1, 2), 1025)]),
        new Progress("lab-1", new(1), 1, 1, 1, 1, double.PositiveInfinity),
        new Report("lab-1", 1, new(1), new RunEnded(Outcome.Completed, ""), new RunId("/etc/cron.d/x")),
        new Report("lab-1", 1, new(1), new RunEnded((Outcome)99, "")),
        new Report("lab-1", 1, new(1), Some.Epoch(accuracy: 1.01)),
        new Report("lab-1", 1, new(1), Some.Epoch(accuracy: double.NaN)),
        new Report("lab-1", 1, new(1), Some.Epoch(seconds: -1e-9)),
        new Report("lab-1", 1, new(1), Some.Epoch(seconds: 1.1e7)),
        new Report("lab-1", 1, new(1), Some.Epoch(seconds: double.PositiveInfinity)),
        new Report("lab-1", 1, new(1), Some.Epoch(epoch: 0)),
        new Report("lab-1", 1, new(1), Some.Epoch(metric: "")),
        new Report("lab-1", 1, new(1), Some.Epoch(metric: "val-f1")),
        new Report("lab-1", 1, new(1), Some.Epoch(metric: "1f")),
        new Report("lab-1", 1, new(1), Some.Epoch(metric: "Größe")),
        new Report("lab-1", 1, new(1), Some.Epoch(metric: "seed")),
        new Report("lab-1", 1, new(1), Some.Epoch(metric: "ValLoss")),
        new Report("lab-1", 1, new(1), Some.Epoch(metric: new string('x', 65))),
        new Report("lab-1", 1, new(1), new EpochCompleted(EpochMetrics.Of(1, Some.Many(65), 1), null)),
        new Report("lab-1", 1, new(1), Some.Epoch(sha: "../health")),
        new Report("lab-1", 1, new(1), Some.Epoch(sha: new string('A', 64))),
        new Report("lab-1", 1, new(1), new RunStarted(Some.Provenance with { DatasetFingerprint = "mine" })),
        new Report("lab-1", 1, new(1), new RunStarted(Some.Provenance with { DeviceModel = "a\tb" })),
        new Registered(double.NaN, "http://h/", "t"),
        new Registered(0, "http://h/", "t"),
        new Registered(30, "file:///etc", "t"),
        new Registered(30, "nowhere", "t"),
        new Assign(0, new(1), 1, Some.Order with { Run = new("/home/user/cronfile") }),
        new Assign(0, new(1), 1, Some.Order with { From = new(3, "../health", 10) }),
        new Assign(0, new(1), 1, Some.Order with { Dataset = new("../../etc", null, null) }),
        new Assign(0, new(1), 1, Some.Order with { ToEpoch = 0 }),
        new Assign(0, new(1), 1, Some.Order with { Metric = "val f1" }),
        new NoWork(0, double.NaN),
        new NoWork(0, -1),
        new Acknowledge(1, (Acknowledgement)7),
        new Acknowledgements(default),
        new Acknowledgements([new(1, Acknowledgement.Stale), null!]),
        new Acknowledgements([new(1, (Acknowledgement)7)]),
        new Reports(default),
        new Reports([null!]),
        new Reports([.. Enumerable.Repeat(new Report("lab-1", 1, new(1), Some.Epoch()), Bundles.MostReports + 1)]),
    ];

    [Theory]
    [MemberData(nameof(Refusable), DisableDiscoveryEnumeration = true)]
    public void WhatCannotBe_IsRefusedInOneSentence(ISweepMessage message) => Assert.EndsWith(".", WireGate.Refusal(message), StringComparison.Ordinal);

    [Fact]
    public void DivergedEpoch_MayHaveNoAccuracy() =>
        Assert.Null(WireGate.Refusal(new Report("lab-1", 1, new(1), new EpochCompleted(new(3, double.NaN, double.NaN, double.NaN, 1), null), Run)));

    [Fact]
    public void MetricsOfAProgram_MayBeAnyNumbers_AndAreNotHeldToBeShares() =>
        Assert.Null(WireGate.Refusal(new Report("lab-1", 1, new(1), new EpochCompleted(
            EpochMetrics.Of(1, [new("accuracy", 87.5), new("reward", double.NegativeInfinity), .. Some.Many(62)], 1), null), Run)));

    private static class Some
    {
        public static IEnumerable<KeyValuePair<string, double>> Many(int count) => Enumerable.Range(0, count).Select(n => KeyValuePair.Create($"m{n}", 1.0));


        public static readonly Register Register = new("lab-1", Guid.Empty, ProtocolVersion.Current, "host", "0.1", [new SlotDescription(0, "cpu", "Some CPU")], [], 0);
        public static readonly Provenance Provenance = new(Sha, "cpu", "Some CPU", "none", "0.1", Precision.Fp32, "");
        public static readonly RunOrder Order = new(
            Run, "some", new RunParameters(1e-3, 1e-3, 8, 0), new DatasetSpec(DatasetSpec.Shapes10, 100, 50), new ModelSpec(ModelSpec.Simulated), Precision.Auto, null, 3);

        public static EpochCompleted Epoch(int epoch = 1, double accuracy = 0.5, double seconds = 1, string? sha = null, string? metric = null) =>
            new(new(epoch, metric is null ? MetricValues.Of(1, 1, accuracy) : MetricValues.Of(1, 1, accuracy).With(metric, 1), seconds), new(1, sha ?? Sha, 10));
    }
}
