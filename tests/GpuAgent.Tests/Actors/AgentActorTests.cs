using Akka.Actor;
using Microsoft.Extensions.Logging;
using Sweep.GpuAgent.Actors;
using Sweep.GpuAgent.Tests.Runtime;
using Sweep.Protocol.Messages;
using Sweep.Suite;

namespace Sweep.GpuAgent.Tests.Actors;

/// <summary>
/// In a real actor system in which every message goes through the serializer, against a coordinator written by hand, real trainers
/// and a real blob store.
/// </summary>
[StartsProcesses]
[ProcessesDoLittle]
public sealed class AgentActorTests : IAsyncLifetime
{
    private const int LongEpoch = 600_000;

    private const string Config = """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.serialize-messages = on
          actor.serializers.sweep = "Sweep.Protocol.Serialization.SweepSerializer, Sweep.Protocol"
          actor.serialization-bindings { "Sweep.Protocol.Messages.ISweepMessage, Sweep.Protocol" = sweep }
        }
        """;

    private readonly ActorSystem system = ActorSystem.Create("sweep", Config);
    private RuntimeInTest agent = null!;
    private Script script = null!;

    public async ValueTask InitializeAsync()
    {
        agent = await RuntimeInTest.Start(slots: 1, connect: false, time: clock, log: said);
        script = new Script(agent.Server.Store);
    }

    public async ValueTask DisposeAsync()
    {
        await system.Terminate();
        await agent.DisposeAsync();
    }

    private readonly Spoken said = new();
    private readonly Clocks clock = new();

    private readonly CoordinatorContact contact = new("127.0.0.1:4053", "/user/coordinator");

    /// <summary>Whatever a coordinator says, of one that is elsewhere.</summary>
    private static ISweepMessage[] AllThatACoordinatorSays =>
    [
        new SessionFirst(Elsewhere), new Registered(30, Elsewhere, ""), new Refused("So he says."), new RegisterFirst(),
        new NoWork(0, 3600), new WorkAvailable(), new Drain(), new Acknowledge(1, Acknowledgement.Accepted),
        new RevokeLease(new LeaseId(7), "So he says.", AtEpochEnd: false), Some.Assign(66, Some.Order(toEpoch: 1)),
    ];

    private const string Elsewhere = "https://127.0.0.1:1";

    private IActorRef StartAgent(string name = "agent") => system.ActorOf(AgentActor.Props(agent.Runtime, contact), name);

    private IActorRef StartCoordinator() => system.ActorOf(Props.Create(() => new ScriptedCoordinator(script)), "coordinator");

    [Fact]
    public async Task Agent_RegistersAsksTrainsAndReportsUntilAllIsAcknowledged()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 2)));
        script.Work.Enqueue(Some.Assign(8, Some.Order(toEpoch: 1, lr: 0.01)));
        StartCoordinator();
        StartAgent();

        await script.Heard.First<Report>(report => report is { Lease.Number: 8, Fact: RunEnded });
        await agent.Runtime.Until(look => look is { Unacknowledged: 0, Idle: [0] }, Some.Soon());

        var register = Assert.IsType<Register>(script.Heard.All[0]);
        Assert.Equal(("lab-1", ProtocolVersion.Current, 0), (register.Agent, register.ProtocolVersion, register.Unacknowledged));
        Assert.Equal(new SlotDescription(0, "cpu", "Some CPU"), Assert.Single(register.Slots));
        Assert.Equal(new RequestWork("lab-1", Some.Identity.Incarnation, 0), script.Heard.All.First(message => message is not Register));
        Assert.Equal(Enumerable.Range(1, 7).Select(number => (long)number), script.Reports.Select(report => report.Number));
        Assert.Equal(
            [typeof(RunStarted), typeof(EpochCompleted), typeof(EpochCompleted), typeof(RunEnded), typeof(RunStarted), typeof(EpochCompleted), typeof(RunEnded)],
            script.Reports.Select(report => report.Fact.GetType()));
        Assert.Equal(3, agent.Server.Blobs.Count);
    }

    /// <summary>A run's identity is part of a file's name: one that is a path would be written outside of the agent's home.</summary>
    [Fact]
    public async Task OrdersThatAreNotInTheirForm_AreNotFollowed()
    {
        var coordinator = StartCoordinator();
        StartAgent();
        await script.Heard.First<RequestWork>();
        var elsewhere = Path.Combine(Path.GetTempPath(), "elsewhere");
        foreach (var order in new[]
        {
            Some.Order(toEpoch: 1) with { Run = new(elsewhere) },
            Some.Order(toEpoch: 2, from: new(1, "../health", 10)),
            Some.Order(toEpoch: 1) with { Sweep = "a\e[31m" },
        })
        {
            coordinator.Tell(new ScriptedCoordinator.Say(system.ActorSelection("/user/agent"), Some.Assign(6, order)));
        }
        coordinator.Tell(new ScriptedCoordinator.Say(system.ActorSelection("/user/agent"), new NoWork(0, double.NaN)));

        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1)));
        await script.Heard.First<Report>(report => report.Fact is RunEnded);
        Assert.All(script.Reports, report => Assert.Equal(new LeaseId(7), report.Lease));
        Assert.All(script.Reports, report => Assert.Equal(Some.Identity.Incarnation, report.Incarnation));
    }

    [Fact]
    public async Task BeforeAnybodyHasAnswered_WhatStrangersSay_IsNoWordOfTheCoordinator()
    {
        var actor = StartAgent();
        foreach (var message in AllThatACoordinatorSays)
        {
            actor.Tell(message);
            actor.Tell(new InSession(new('6', 64), message));
        }
        Assert.True(await actor.GracefulStop(Some.Deadline));
        agent.End();

        Assert.Equal((null, false, false), (contact.Api, contact.Answered, contact.SpokeLately));
    }

    /// <summary>Certificates are renewed where the coordinator says that it is, and the agent speaks on in the session that it has.</summary>
    [Fact]
    public async Task WhatStrangersSay_MovesNothing()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        var coordinator = StartCoordinator();
        var actor = StartAgent();
        await script.Heard.First<Report>(report => report.Fact is RunStarted);
        var sessions = script.Sessions.Count;
        foreach (var message in AllThatACoordinatorSays)
        {
            actor.Tell(message);
            actor.Tell(new InSession(new('6', 64), message));
        }
        var strangersEnd = script.Heard.All.Count;
        // Two of them are said after all that strangers have said.
        await script.Heard.Until(all => all.Skip(strangersEnd).OfType<Heartbeat>().Count(beat => beat.Running is [{ Number: 7 }]) >= 2);

        Assert.Equal(new Uri(agent.Server.Store.Address), contact.Api);
        Assert.Equal(sessions, script.Sessions.Count);
        coordinator.Tell(new ScriptedCoordinator.Say(system.ActorSelection("/user/agent"), new RevokeLease(new(7), "It is.", AtEpochEnd: false)));
        script.Held.Clear();
        script.Work.Enqueue(Some.Assign(8, Some.Order(toEpoch: 1)));
        await script.Heard.First<Report>(report => report is { Lease.Number: 8, Fact: RunEnded { Outcome: Outcome.Completed } });
        Assert.DoesNotContain(script.Reports, report => report.Lease.Number == 66);
        Assert.Equal(new Uri(agent.Server.Store.Address), contact.Api);
    }

    [Fact]
    public async Task CoordinatorThatIsMetAgain_IsNoNews()
    {
        StartCoordinator();
        var agent = StartAgent();
        await script.Heard.First<RequestWork>();
        agent.Tell(AgentActor.CoordinatorUp.Instance);
        await script.Heard.Until(all => all.OfType<Register>().Count() >= 2);
        await script.Heard.Until(all => all.SkipWhile(message => message is not RequestWork).SkipWhile(message => message is not Register).OfType<RequestWork>().Any());

        Assert.Single(said.Lines.All, line => line.StartsWith("Registered", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RefusedAgent_SaysWhenItAsksAgain()
    {
        var coordinator = StartCoordinator();
        StartAgent();
        await script.Heard.First<RequestWork>();
        coordinator.Tell(new ScriptedCoordinator.Say(system.ActorSelection("/user/agent"), new Refused("An agent named lab-1 is at work already.")));

        var line = await said.Lines.First<string>(line => line.Contains("refuses", StringComparison.Ordinal));
        Assert.Contains("at work already. It asks again in 30 s", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CoordinatorThatDoesNotAnswer_IsNamedWithHostAndPort()
    {
        StartAgent();
        await agent.Runtime.Until(
            _ =>
            {
                // A minute for every look of the agent: it looks for the first time when it has a way to the coordinator.
                clock.Advance(TimeSpan.FromMinutes(1));
                return said.Lines.All.Count > 0;
            },
            Some.Soon());

        Assert.StartsWith("The coordinator at 127.0.0.1:4053 does not answer", said.Lines.All[0], StringComparison.Ordinal);
    }

    /// <summary>The machine's clocks, of which one goes faster at a word and the one on the wall can be set back.</summary>
    private sealed class Clocks : TimeProvider
    {
        private long ahead;
        private long back;

        public void Advance(TimeSpan by) => Interlocked.Add(ref ahead, (long)(by.TotalSeconds * TimestampFrequency));

        public void SetBack(TimeSpan by) => Interlocked.Exchange(ref back, by.Ticks);

        public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref ahead);

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(-Interlocked.Read(ref back));
    }

    /// <summary>What the agent tells its operator.</summary>
    private sealed class Spoken : ILogger
    {
        public Received<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }

    [Fact]
    public async Task RestartedCoordinator_IsToldWhatIsRunningAndTheTrainerGoesOn()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        var coordinator = StartCoordinator();
        StartAgent();
        await script.Heard.First<Report>(report => report.Fact is RunStarted);
        coordinator.Tell(new ScriptedCoordinator.Fail());

        var again = await script.Heard.First<Register>(register => register.Running.Length > 0);
        Assert.Equal([new LeaseId(7)], again.Running);
        Assert.Equal(Some.Identity.Incarnation, again.Incarnation);
        Assert.Equal([new LeaseId(7)], (await script.Heard.First<Heartbeat>(heartbeat => heartbeat.Running.Length > 0)).Running);
        Assert.Single(script.Reports);
    }

    /// <summary>While the store fails the agent registers more often than a heartbeat of long leases is due.</summary>
    [Fact]
    public async Task WhileTheStoreFails_HeartbeatsHoldTheLeaseAndSayWhy()
    {
        script = new Script(agent.Server.Store) { LeaseSeconds = 9 };
        agent.Server.Fail(times: int.MaxValue);
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1)));
        StartCoordinator();
        StartAgent();

        var beat = await script.Heard.First<Heartbeat>(heartbeat => heartbeat is { Running: [], Reporting: not null, Trouble: not null });

        Assert.Equal([new LeaseId(7)], beat.Reporting!.Value);
        Assert.Contains("Checkpoints do not pass between this agent and", beat.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReportsThatNobodyAcknowledges_AreSentAgainInOrderUntilSomebodyDoes()
    {
        script.Acknowledges = false;
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1)));
        StartCoordinator();
        StartAgent();

        var heard = await script.Heard.Until(all => all.OfType<Report>().Count(report => report.Fact is RunEnded) >= 2);
        var numbers = heard.OfType<Report>().Select(report => report.Number).ToList();
        Assert.Equal([1L, 2, 3], numbers[^3..]);
        Assert.Equal([1L, 2, 3], numbers.Distinct());
        script.Acknowledges = true;
        await agent.Runtime.Until(look => look.Unacknowledged == 0, Some.Soon());
    }

    [Fact]
    public async Task WhenTheMachinesClockIsSetBack_ReportsAreStillSentAgain()
    {
        script.Acknowledges = false;
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1)));
        StartCoordinator();
        StartAgent();
        await script.Heard.First<Report>(report => report.Fact is RunEnded);

        clock.SetBack(TimeSpan.FromHours(12));
        script.Acknowledges = true;

        await agent.Runtime.Until(look => look.Unacknowledged == 0, Some.Soon());
    }

    [Fact]
    public async Task ReportsOfADeadAgent_GoBeforeAnyRequestForWork()
    {
        agent.Runtime.Connect(agent.Server.Store);
        agent.Runtime.Assign(Some.Assign(7, Some.Order(toEpoch: 3)));
        await agent.Ended(7);
        agent.Restart();
        StartCoordinator();
        StartAgent();

        await script.Heard.First<RequestWork>();
        Assert.Equal(5, Assert.IsType<Register>(script.Heard.All[0]).Unacknowledged);
        Assert.Equal([1L, 2, 3, 4, 5], script.Heard.All.TakeWhile(message => message is not RequestWork).OfType<Report>().Select(report => report.Number));
    }

    [Fact]
    public async Task RunInTraining_IsKeptAliveByHeartbeatsAndShownByProgress()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        StartCoordinator();
        StartAgent();

        var progress = await script.Heard.First<Progress>();
        Assert.Equal(("lab-1", new LeaseId(7), 1), (progress.Agent, progress.Lease, progress.Epoch));
        await script.Heard.Until(all => all.OfType<Heartbeat>().Count(heartbeat => heartbeat.Running is [{ Number: 7 }]) >= 2);
    }

    [Fact]
    public async Task RevokedLease_IsGivenUpAndTheSlotAsksAgain()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        var coordinator = StartCoordinator();
        StartAgent();
        await script.Heard.First<Report>(report => report.Fact is RunStarted);

        script.Held.Clear();
        script.Work.Enqueue(Some.Assign(8, Some.Order(toEpoch: 1)));
        coordinator.Tell(new ScriptedCoordinator.Say(system.ActorSelection("/user/agent"), new RevokeLease(new LeaseId(7), "Cancelled.", AtEpochEnd: false)));

        await script.Heard.First<Report>(report => report is { Lease.Number: 8, Fact: RunEnded { Outcome: Outcome.Completed } });
        Assert.DoesNotContain(script.Reports, report => report is { Lease.Number: 7, Fact: RunEnded });
    }

    [Fact]
    public async Task Drain_EndsRunsAtTheirEpochsAndNoMoreIsAskedForUntilRegisteredAgain()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 100_000, epochMilliseconds: 100)));
        var coordinator = StartCoordinator();
        StartAgent();
        await script.Heard.First<Report>(report => report.Fact is EpochCompleted);
        coordinator.Tell(new ScriptedCoordinator.Say(system.ActorSelection("/user/agent"), new Drain()));

        await script.Heard.First<Report>(report => report.Fact is RunEnded { Outcome: Outcome.Cancelled });
        var heard = script.Heard.All.Count;
        // Heartbeats go on; they are the clock here: two of them take longer than a request would.
        await script.Heard.Until(all => all.Skip(heard).OfType<Heartbeat>().Count() >= 3);
        Assert.DoesNotContain(script.Heard.All.Skip(heard), message => message is RequestWork);

        script.Work.Enqueue(Some.Assign(8, Some.Order(toEpoch: 1)));
        coordinator.Tell(new ScriptedCoordinator.Fail());
        await script.Heard.First<Report>(report => report is { Lease.Number: 8, Fact: RunEnded { Outcome: Outcome.Completed } });
    }

    [Fact]
    public async Task AgentWithoutWork_AsksAtOnceWhenToldOfSome()
    {
        var coordinator = StartCoordinator();
        StartAgent();
        await script.Heard.First<RequestWork>();
        coordinator.Tell(new ScriptedCoordinator.Say(system.ActorSelection("/user/agent"), new NoWork(0, 3600)));
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1)));
        coordinator.Tell(new ScriptedCoordinator.Say(system.ActorSelection("/user/agent"), new WorkAvailable()));
        await script.Heard.First<Report>(report => report.Fact is RunEnded { Outcome: Outcome.Completed });
    }

    [Fact]
    public async Task AgentsActor_StartedAnew_FindsItsTrainersStillAtWork()
    {
        script.Work.Enqueue(Some.Assign(7, Some.Order(toEpoch: 1, epochMilliseconds: LongEpoch)));
        StartCoordinator();
        var actor = StartAgent();
        await script.Heard.First<Report>(report => report.Fact is RunStarted);
        Assert.True(await actor.GracefulStop(Some.Deadline));
        StartAgent("agent-again");

        Assert.Equal([new LeaseId(7)], (await script.Heard.First<Register>(register => register.Running.Length > 0)).Running);
    }
}
