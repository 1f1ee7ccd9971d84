using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sweep.Coordinator.Journal;
using Sweep.Experiments.Running;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Journal;

/// <summary>
/// The journal's literal text, for ever: a field or kind that is renamed makes every home unreadable, and only a written-out line notices.
/// A new optional field leaves these lines as they are; a new kind adds one.
/// </summary>
public sealed class JournalFormatTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    private static readonly Guid Incarnation = new("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly RunId Run = new("0123456789abcdef");
    private static readonly string Sha = new('a', 64);

    private static readonly SweepSpec Spec = new(
        "grid", new("shapes10", 300, 50), new("simulated", 2), Objective.ValAccuracy,
        new(new Choice([0.001, 50]), new Integers(1, 3, 2), new Linear(0, 0.5, 3), new Choice([8]), new Log(1, 100, 3)),
        new RandomSampling(7, 3), Precision.Fp32, 3, true);

    private static IEnumerable<(JournalEvent Event, string Json)> Written =>
    [
        (new CoordinatorStarted("0.1.0") { At = At }, """{"kind":"coordinator-started","program":"0.1.0","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new SweepCancelled("grid") { At = At }, """{"kind":"sweep-cancelled","sweep":"grid","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new SweepResumed("grid") { At = At }, """{"kind":"sweep-resumed","sweep":"grid","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new RunsRetried("grid", [Run]) { At = At }, """{"kind":"runs-retried","sweep":"grid","runs":["0123456789abcdef"],"at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentRegistered("box", Incarnation, "host", "0.1.0", [new(0, "cuda:0", "H100")]) { At = At },
            """{"kind":"agent-registered","agent":"box","incarnation":"00112233-4455-6677-8899-aabbccddeeff","host":"host","program":"0.1.0","slots":[{"number":0,"device":"cuda:0","model":"H100"}],"at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentQuarantined("box", "why") { At = At }, """{"kind":"agent-quarantined","agent":"box","reason":"why","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentReadmitted("box") { At = At }, """{"kind":"agent-readmitted","agent":"box","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentCapacityLowered("box", 1) { At = At }, """{"kind":"agent-capacity-lowered","agent":"box","slots":1,"at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentPaused("box", null) { At = At }, """{"kind":"agent-paused","agent":"box","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentDrained("box", "why") { At = At }, """{"kind":"agent-drained","agent":"box","reason":"why","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentResumed("box") { At = At }, """{"kind":"agent-resumed","agent":"box","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new SweepCancelled("grid") { At = At, By = "anna" }, """{"kind":"sweep-cancelled","sweep":"grid","by":"anna","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentPaused("box", null) { At = At, By = "anna" }, """{"kind":"agent-paused","agent":"box","by":"anna","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentRemoved("box", "anna") { At = At }, """{"kind":"agent-removed","agent":"box","by":"anna","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new LeaseGranted(new(7), "grid", Run, "box", Incarnation, 0, 2, 1, 3) { At = At },
            """{"kind":"lease-granted","lease":7,"sweep":"grid","run":"0123456789abcdef","agent":"box","incarnation":"00112233-4455-6677-8899-aabbccddeeff","slot":0,"attempt":2,"fromEpoch":1,"toEpoch":3,"at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new LeaseStarted(new(7), Run, new(Sha, "cpu", "a processor", "2.10.0", "0.1.0", Precision.Fp32, "")) { At = At },
            $$"""{"kind":"lease-started","lease":7,"run":"0123456789abcdef","provenance":{"datasetFingerprint":"{{Sha}}","device":"cpu","deviceModel":"a processor","libtorch":"2.10.0","program":"0.1.0","precision":"Fp32","driver":""},"at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new EpochRecorded(new(7), Run, new(2, 0.1, 1e-7, 0.25, 3), new(2, Sha, 86)) { At = At },
            $$"""{"kind":"epoch-recorded","lease":7,"run":"0123456789abcdef","metrics":{"epoch":2,"trainLoss":0.1,"valLoss":1E-07,"valAccuracy":0.25,"seconds":3},"checkpoint":{"epoch":2,"sha256":"{{Sha}}","bytes":86},"at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new EpochRecorded(new(7), Run, new(3, double.NaN, double.PositiveInfinity, 0.1, 3), null) { At = At },
            """{"kind":"epoch-recorded","lease":7,"run":"0123456789abcdef","metrics":{"epoch":3,"trainLoss":"NaN","valLoss":"Infinity","valAccuracy":0.1,"seconds":3},"at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new LeaseEnded(new(7), Run, Outcome.TrainerCrashed, "signal 11") { At = At },
            """{"kind":"lease-ended","lease":7,"run":"0123456789abcdef","outcome":"TrainerCrashed","detail":"signal 11","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new AgentRegistered("box", Incarnation, "host", "0.2.0", [], Incarnation) { At = At },
            """{"kind":"agent-registered","agent":"box","incarnation":"00112233-4455-6677-8899-aabbccddeeff","host":"host","program":"0.2.0","slots":[],"home":"00112233-4455-6677-8899-aabbccddeeff","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new EntrySteppedOver("what was") { At = At }, """{"kind":"entry-stepped-over","was":"what was","at":"2026-01-02T03:04:05.678+00:00"}"""),
        (new RunFailed(Run, "why") { At = At }, """{"kind":"run-failed","run":"0123456789abcdef","cause":"why","at":"2026-01-02T03:04:05.678+00:00"}"""),
    ];

    [Fact]
    public void EveryKindOfFact_IsWrittenAsEver_AndRead()
    {
        foreach (var (e, json) in Written)
        {
            Assert.Equal(json, JsonSerializer.Serialize(e, JournalJson.Default.JournalEvent));
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, JournalJson.Default.JournalEvent)!, JournalJson.Default.JournalEvent));
        }
    }

    [Fact]
    public void NoKindOfFact_IsWithoutALineHere() => Assert.Equal(
        typeof(JournalEvent).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), false).Cast<JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType.Name).Order(),
        Written.Select(line => line.Event.GetType().Name).Append(nameof(SweepSubmitted)).Distinct().Order());

    /// <summary>Every distribution, sampler and word of a spec, with the points that a reader of the file may want and that are not read back.</summary>
    [Fact]
    public void ASubmittedSpec_IsWrittenAsEver_AndRead()
    {
        const string json =
            """{"kind":"sweep-submitted","spec":{"name":"grid","dataset":{"name":"shapes10","train":300,"validation":50},"model":{"name":"simulated","epochMilliseconds":2},"objective":"ValAccuracy","space":{"lr":{"kind":"choice","values":[0.001,50],"points":[0.001,50]},"epochs":{"kind":"integers","from":1,"to":3,"step":2,"points":[1,3]},"weightDecay":{"kind":"linear","from":0,"to":0.5,"count":3,"points":[0,0.25,0.5]},"batchSize":{"kind":"choice","values":[8],"points":[8]},"seed":{"kind":"log","from":1,"to":100,"count":3,"points":[1,10,100]}},"sampler":{"kind":"random","trials":7,"seed":3},"precision":"Fp32","maxAttempts":3,"sharing":true},"source":"name: grid\n","at":"2026-01-02T03:04:05.678+00:00"}""";

        Assert.Equal(json, JsonSerializer.Serialize(new SweepSubmitted(Spec, "name: grid\n") { At = At }, JournalJson.Default.JournalEvent));
        var read = Assert.IsType<SweepSubmitted>(JsonSerializer.Deserialize(json, JournalJson.Default.JournalEvent));
        Assert.Equal(Spec, read.Spec);
        Assert.Equal("name: grid\n", read.Source);
    }

    [Fact]
    public void ALine_HasItsNumber_ItsChainedChecksum_AndItsText()
    {
        var output = new ArrayBufferWriter<byte>();
        var first = JournalLine.Write(output, 0, new(1, new SweepCancelled("a") { At = At }));
        JournalLine.Write(output, first, new(2, new SweepResumed("a") { At = At }));

        Assert.Equal(
            "1 618ba9e7 {\"kind\":\"sweep-cancelled\",\"sweep\":\"a\",\"at\":\"2026-01-02T03:04:05.678+00:00\"}\n"
            + "2 70b3faf2 {\"kind\":\"sweep-resumed\",\"sweep\":\"a\",\"at\":\"2026-01-02T03:04:05.678+00:00\"}\n",
            Encoding.UTF8.GetString(output.WrittenSpan));
    }
}
