using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Journal;

internal static class SomeEvents
{
    private static readonly RunId Run = RunId.Of("0123456789abcdef");

    public static JournalEvent Epoch(int epoch) =>
        new EpochRecorded(new(7), Run, new(epoch, 0.1 + epoch, 1.0 / 3, 0.5, 2.25), new(epoch, "abc", 10)) { At = Some.Noon.AddTicks(epoch) };

    public static JournalEvent[] Epochs(int from, int count) => [.. Enumerable.Range(from, count).Select(Epoch)];

    public static readonly JournalEvent[] OneOfEachKind =
    [
        new CoordinatorStarted("0.1") { At = Some.Noon },
        new SweepSubmitted(Some.Spec(lrs: [0.1, 1e-4]), "name: größer\n# ‘text’") { At = Some.Noon },
        new SweepSubmitted(Ranges, "") { At = Some.Noon.ToOffset(TimeSpan.FromHours(2)) },
        new SweepCancelled("some") { At = Some.Noon },
        new SweepResumed("some") { At = Some.Noon },
        new RunsRetried("some", [Run]) { At = Some.Noon },
        new AgentRegistered("a", Guid.NewGuid(), "host", "0.1", Some.Slots(2)) { At = Some.Noon },
        new AgentQuarantined("a", "three in a row") { At = Some.Noon },
        new AgentReadmitted("a") { At = Some.Noon },
        new AgentCapacityLowered("a", 1) { At = Some.Noon },
        new AgentPaused("a", null) { At = Some.Noon },
        new AgentDrained("a", "a new \"GPU\"") { At = Some.Noon },
        new AgentResumed("a") { At = Some.Noon },
        new AgentRemoved("a", "anna") { At = Some.Noon },
        new LeaseGranted(new(1), "some", Run, "a", Guid.NewGuid(), 1, 2, 3, 4) { At = Some.Noon },
        new LeaseStarted(new(1), Run, Some.Provenance()) { At = Some.Noon },
        new EpochRecorded(new(1), Run, new(1, double.NaN, double.PositiveInfinity, 0.1, 1), null) { At = Some.Noon },
        Epoch(2),
        new LeaseEnded(new(1), Run, Outcome.TrainerCrashed, "line one\nline two \"quoted\"") { At = Some.Noon },
        new RunFailed(Run, "cause") { At = Some.Noon },
        new EntrySteppedOver("{\"kind\":\"moon-landed\"}") { At = Some.Noon },
    ];

    private static SweepSpec Ranges => Some.Spec() with
    {
        Space = new(new Log(1e-4, 1e-2, null), new Integers(1, 9, 2), new Linear(0, 1, 3), new Choice([8]), new Choice([-1])),
        Sampler = new RandomSampling(10, long.MinValue),
    };
}
