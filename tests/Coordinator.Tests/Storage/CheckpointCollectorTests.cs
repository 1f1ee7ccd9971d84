using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Experiments.Spaces;
using Sweep.Experiments.Trials;

namespace Sweep.Coordinator.Tests.Storage;

public sealed class CheckpointCollectorTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;

    [Fact]
    public void TheLastTwoAndEveryMilestones_AreKept()
    {
        var spec = Specs.Simulated("s", lrs: [0.001]);
        spec = spec with { Space = spec.Space with { Epochs = new Choice([1, 3, 10]) } };
        var run = new RunParameters(0.001, 1e-3, 8, 0).RunOf("s");
        var state = CoordinatorState.Replay(new JournalEvent[]
        {
            new SweepSubmitted(spec, "") { At = At },
            new LeaseGranted(new(1), "s", run, "box", Guid.Empty, 0, 1, 0, 10) { At = At },
        }.Concat(Enumerable.Range(1, 7).Select(epoch => new EpochRecorded(new(1), run, new(epoch, 1, 1, 0.5, 1), new(epoch, $"sha-{epoch}", 1)) { At = At })));
        Assert.Equal(["sha-1", "sha-3", "sha-6", "sha-7"], CheckpointCollector.Kept(state).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TheCodeOfASweep_IsKept_AsLongAsTheSweepIs()
    {
        var spec = Specs.Simulated("s", lrs: [0.001]) with { Program = new(["it"]) { Code = "code" } };
        var state = CoordinatorState.Replay([new SweepSubmitted(spec, "") { At = At }, new SweepCancelled("s") { At = At }]);
        Assert.Equal(["code"], CheckpointCollector.Kept(state));
    }
}
