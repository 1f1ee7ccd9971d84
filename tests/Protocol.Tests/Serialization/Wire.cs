using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Protocol.Tests.Serialization;

/// <summary>
/// Every manifest with a message and the exact bytes it has on the wire. Lines are added, never changed: agents and coordinators
/// that were built from an older line must go on understanding each other.
/// </summary>
internal static class Wire
{
    private static readonly Guid Incarnation = Guid.Parse("0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90");
    private static readonly string Sha = new('a', 64);

    private static readonly RunOrder Order = new(
        new RunId("0123456789abcdef"), "cifar10-homework", new RunParameters(1e-3, 0.1 + 0.2, 8, long.MaxValue),
        new DatasetSpec(DatasetSpec.Cifar10, 10000, null), new ModelSpec(ModelSpec.Simulated, 250), Precision.Auto,
        new CheckpointReference(3, Sha, 131072), 10);

    public static readonly (string Manifest, ISweepMessage Message, string Json)[] Golden =
    [
        ("register:1",
            new Register("lab-1", Incarnation, 1, "lab-1.local", "0.1.0", [new SlotDescription(0, "cpu", "Some CPU")], [new LeaseId(7)], 2),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","protocolVersion":1,"host":"lab-1.local","program":"0.1.0","slots":[{"number":0,"device":"cpu","model":"Some CPU"}],"running":[7],"unacknowledged":2}"""),
        ("register:1",
            new Register("lab-1", Incarnation, 1, "lab-1.local", "0.2.0", [], [], 0, Incarnation),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","protocolVersion":1,"host":"lab-1.local","program":"0.2.0","slots":[],"running":[],"unacknowledged":0,"home":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90"}"""),
        ("register:1",
            new Register("lab-1", Incarnation, 1, "lab-1.local", "0.3.0", [], [], 2, Incarnation, [new LeaseId(8)]),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","protocolVersion":1,"host":"lab-1.local","program":"0.3.0","slots":[],"running":[],"unacknowledged":2,"home":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","reporting":[8]}"""),
        ("register:1",
            new Register("lab-1", Incarnation, 1, "lab-1.local", "0.4.0", [], [new LeaseId(8)], 2, Incarnation, null, [new LeaseId(9)]),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","protocolVersion":1,"host":"lab-1.local","program":"0.4.0","slots":[],"running":[8],"unacknowledged":2,"home":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","ahead":[9]}"""),
        ("request-work:1",
            new RequestWork("lab-1", Incarnation, 1, Ahead: true),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","slot":1,"ahead":true}"""),
        ("request-work:1",
            new RequestWork("lab-1", Incarnation, 1),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","slot":1}"""),
        ("heartbeat:1",
            new Heartbeat("lab-1", Incarnation, [new LeaseId(7), new LeaseId(long.MaxValue)]),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","running":[7,9223372036854775807]}"""),
        ("heartbeat:1",
            new Heartbeat("lab-1", Incarnation, [], null, "Replace it.", true),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","running":[],"trouble":"Replace it.","unfit":true}"""),
        ("heartbeat:1",
            new Heartbeat("lab-1", Incarnation, [new LeaseId(7)], [new LeaseId(8)], "Make room."),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","running":[7],"reporting":[8],"trouble":"Make room."}"""),
        ("heartbeat:1",
            new Heartbeat("lab-1", Incarnation, [new LeaseId(7)], Ahead: [new LeaseId(9)]),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","running":[7],"ahead":[9]}"""),
        ("heartbeat:1",
            new Heartbeat("lab-1", Incarnation, [], Gpus: [new("cuda:0", 8123, 15360, 61), new("cuda:1", 3, 15360)]),
            """{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","running":[],"gpus":[{"device":"cuda:0","usedMiB":8123,"totalMiB":15360,"celsius":61},{"device":"cuda:1","usedMiB":3,"totalMiB":15360}]}"""),
        ("progress:1",
            new Progress("lab-1", new LeaseId(7), 2, 100, 6250, double.NaN, 1234.5),
            """{"agent":"lab-1","lease":7,"epoch":2,"step":100,"steps":6250,"trainLoss":"NaN","imagesPerSecond":1234.5}"""),
        ("report:1",
            new Report("lab-1", 41, new LeaseId(7), new RunStarted(new Provenance(Sha, "cuda:0", "Some GPU", "2.10.0", "0.1.0", Precision.Mixed, "550.54"))),
            $$$$"""{"agent":"lab-1","number":41,"lease":7,"fact":{"fact":"run-started","provenance":{"datasetFingerprint":"{{{{Sha}}}}","device":"cuda:0","deviceModel":"Some GPU","libtorch":"2.10.0","program":"0.1.0","precision":"Mixed","driver":"550.54"}}}"""),
        ("report:1",
            new Report("lab-1", 42, new LeaseId(7), new EpochCompleted(new EpochMetrics(2, 0.1 + 0.2, 1.0 / 3.0, 0.5, 12.25), new CheckpointReference(2, Sha, 131072))),
            $$$$"""{"agent":"lab-1","number":42,"lease":7,"fact":{"fact":"epoch-completed","metrics":{"epoch":2,"trainLoss":0.30000000000000004,"valLoss":0.3333333333333333,"valAccuracy":0.5,"seconds":12.25},"checkpoint":{"epoch":2,"sha256":"{{{{Sha}}}}","bytes":131072}}}"""),
        ("report:1",
            new Report("lab-1", 43, new LeaseId(7), new EpochCompleted(new EpochMetrics(3, double.NaN, double.PositiveInfinity, 0.1, 12.25), null)),
            """{"agent":"lab-1","number":43,"lease":7,"fact":{"fact":"epoch-completed","metrics":{"epoch":3,"trainLoss":"NaN","valLoss":"Infinity","valAccuracy":0.1,"seconds":12.25},"checkpoint":null}}"""),
        ("report:1",
            new Report("lab-1", 43, new LeaseId(7), new EpochCompleted(
                EpochMetrics.Of(3, [new("perplexity", double.PositiveInfinity), new("F1", 0.1 + 0.2), new("valLoss", 1.0 / 3.0)], 12.25, diverged: true), null)),
            """{"agent":"lab-1","number":43,"lease":7,"fact":{"fact":"epoch-completed","metrics":{"epoch":3,"valLoss":0.3333333333333333,"seconds":12.25,"F1":0.30000000000000004,"perplexity":"Infinity","diverged":true},"checkpoint":null}}"""),
        ("report:1",
            new Report("lab-1", 44, new LeaseId(7), new RunEnded(Outcome.TrainerCrashed, "signal 9")),
            """{"agent":"lab-1","number":44,"lease":7,"fact":{"fact":"run-ended","outcome":"TrainerCrashed","detail":"signal 9"}}"""),
        ("report:1",
            new Report("lab-1", 45, new LeaseId(7), new RunEnded(Outcome.Completed, ""), new RunId("0123456789abcdef")),
            """{"agent":"lab-1","number":45,"lease":7,"fact":{"fact":"run-ended","outcome":"Completed","detail":""},"run":"0123456789abcdef"}"""),
        ("report:1",
            new Report("lab-1", 46, new LeaseId(7), new RunEnded(Outcome.BadConfiguration, "No data.", AgentsOwn: true), new RunId("0123456789abcdef")),
            """{"agent":"lab-1","number":46,"lease":7,"fact":{"fact":"run-ended","outcome":"BadConfiguration","detail":"No data.","agentsOwn":true},"run":"0123456789abcdef"}"""),
        ("registered:1",
            new Registered(15.5, "http://127.0.0.1:8080/", "secret"),
            """{"leaseSeconds":15.5,"blobs":"http://127.0.0.1:8080/","token":"secret"}"""),
        ("registered:1",
            new Registered(15.5, "http://127.0.0.1:8080/", "secret", LeasesAhead: true),
            """{"leaseSeconds":15.5,"blobs":"http://127.0.0.1:8080/","token":"secret","leasesAhead":true}"""),
        ("registered:1",
            new Registered(15.5, "http://127.0.0.1:8080/", "secret", LeasesAhead: true, ReportsTogether: true),
            """{"leaseSeconds":15.5,"blobs":"http://127.0.0.1:8080/","token":"secret","leasesAhead":true,"reportsTogether":true}"""),
        ("refused:1",
            new Refused("Update the agent."),
            """{"reason":"Update the agent."}"""),
        ("register-first:1", new RegisterFirst(), "{}"),
        ("assign:1",
            new Assign(0, new LeaseId(7), 1, Order),
            $$$$"""{"slot":0,"lease":7,"attempt":1,"order":{"run":"0123456789abcdef","sweep":"cifar10-homework","parameters":{"lr":0.001,"weightDecay":0.30000000000000004,"batchSize":8,"seed":9223372036854775807},"dataset":{"name":"cifar10","train":10000,"validation":null},"model":{"name":"simulated","epochMilliseconds":250},"precision":"Auto","from":{"epoch":3,"sha256":"{{{{Sha}}}}","bytes":131072},"toEpoch":10}}"""),
        ("assign:1",
            new Assign(0, new LeaseId(7), 1, Order with { From = null, Checkpoints = new(new(Epochs: 5, Seconds: 600), [3, 7]) }),
            """{"slot":0,"lease":7,"attempt":1,"order":{"run":"0123456789abcdef","sweep":"cifar10-homework","parameters":{"lr":0.001,"weightDecay":0.30000000000000004,"batchSize":8,"seed":9223372036854775807},"dataset":{"name":"cifar10","train":10000,"validation":null},"model":{"name":"simulated","epochMilliseconds":250},"precision":"Auto","from":null,"toEpoch":10,"checkpoints":{"every":{"epochs":5,"seconds":600},"milestones":[3,7]}}}"""),
        ("no-work:1", new NoWork(0, 2.5), """{"slot":0,"retryAfterSeconds":2.5}"""),
        ("no-work:1", new NoWork(0, 2.5, Ahead: true), """{"slot":0,"retryAfterSeconds":2.5,"ahead":true}"""),
        ("work-available:1", new WorkAvailable(), "{}"),
        ("drain:1", new Drain(), "{}"),
        ("acknowledge:1", new Acknowledge(42, Acknowledgement.Duplicate), """{"number":42,"answer":"Duplicate"}"""),
        ("revoke-lease:1", new RevokeLease(new LeaseId(7), "Cancelled.", true), """{"lease":7,"reason":"Cancelled.","atEpochEnd":true}"""),
        ("session-first:1",
            new SessionFirst("https://10.0.0.1:4080/"),
            """{"url":"https://10.0.0.1:4080/"}"""),
        ("in-session:1",
            new InSession(Sha, new RequestWork("lab-1", Incarnation, 1)),
            $$$$"""{"session":"{{{{Sha}}}}","manifest":"request-work:1","message":{"agent":"lab-1","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90","slot":1}}"""),
        ("reports:1",
            new Reports([
                new("lab-1", 44, new LeaseId(7), new RunEnded(Outcome.TrainerCrashed, "signal 9"), null, Incarnation),
                new("lab-1", 45, new LeaseId(8), new RunEnded(Outcome.Completed, ""), new RunId("0123456789abcdef"), Incarnation)]),
            """{"each":[{"agent":"lab-1","number":44,"lease":7,"fact":{"fact":"run-ended","outcome":"TrainerCrashed","detail":"signal 9"},"incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90"},{"agent":"lab-1","number":45,"lease":8,"fact":{"fact":"run-ended","outcome":"Completed","detail":""},"run":"0123456789abcdef","incarnation":"0c8e2f9a-4b1d-4f57-9a2e-6d1c3b5a7f90"}]}"""),
        ("acknowledgements:1",
            new Acknowledgements([new(44, Acknowledgement.Accepted), new(45, Acknowledgement.Stale)]),
            """{"each":[{"number":44,"answer":"Accepted"},{"number":45,"answer":"Stale"}]}"""),
    ];
}
