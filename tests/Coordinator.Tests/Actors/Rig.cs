using Akka.Actor;
using Serilog;
using Sweep.Coordinator.Actors;
using Sweep.Coordinator.Coordinating;
using Sweep.Coordinator.Http;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Coordinator.Storage;
using Sweep.Coordinator.Tests.Journal;
using Sweep.Coordinator.Tests.Scheduling;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Actors;

/// <summary>A coordinator actor over a real journal in a real actor system, and the agents that talk to it.</summary>
internal sealed class Rig : IAsyncDisposable
{
    /// <summary>Far beyond what anything here takes; reached only by a failure.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static readonly Terms Terms = new(TimeSpan.FromSeconds(30), "http://localhost");
    private readonly Func<FileJournal, IJournal> journalOf;

    public Rig(JournalFolder folder, Func<FileJournal, IJournal>? journalOf = null)
    {
        this.journalOf = journalOf ?? (journal => journal);
        Folder = folder;
        System = ActorSystem.Create("sweep", "akka { loglevel = OFF, stdout-loglevel = OFF, coordinated-shutdown.exit-clr = off }");
        File = folder.Open();
        var state = CoordinatorState.Replay(File.ReadAfter(0));
        Coordinator = System.ActorOf(CoordinatorActor.Props(state, this.journalOf(File), [Projected], Terms, Sessions, Clock, new LoggerConfiguration().CreateLogger(), "0.1"), "coordinator");
    }

    public JournalFolder Folder { get; }
    public FileJournal File { get; }
    public ActorSystem System { get; }
    public IActorRef Coordinator { get; }
    public HandClock Clock { get; } = new();
    public Sessions Sessions { get; } = new();
    public Projected Projected { get; } = new();

    public Probe Agent(string name, Guid? home = null) => new(this, name) { Home = home };

    /// <summary>Asks like the command line does.</summary>
    public Task<object> Ask(object message) => Coordinator.Ask<object>(message, Patience);

    /// <summary>Time passes, and the coordinator has looked at its leases when this is done.</summary>
    public async Task Pass(TimeSpan time)
    {
        Clock.Advance(time);
        Coordinator.Tell(LookAtLeases.Now);
        await Ask(new GetLive());
    }

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        File.Dispose();
    }
}

internal sealed class Projected : IJournalListener
{
    public List<JournalEntry> Entries { get; } = [];
    public Exception? RefusedByDevice { get; set; }

    public void Appended(IReadOnlyList<JournalEntry> entries, CoordinatorState state) => Entries.AddRange(entries);
}

/// <summary>An agent as the coordinator sees it: it sends messages and gets answers.</summary>
internal sealed class Probe(Rig rig, string name) : IDisposable
{
    private readonly Inbox inbox = Inbox.Create(rig.System);
    private readonly string session = rig.Sessions.Open(name);
    private long number;

    public Guid Incarnation { get; } = Guid.NewGuid();
    public Guid? Home { get; init; }

    public void Tell(ISweepMessage message) => rig.Coordinator.Tell(new InSession(session, message), inbox.Receiver);

    /// <summary>What the coordinator says next, which is in the agent's session.</summary>
    public async Task<object> Next()
    {
        var said = Assert.IsType<InSession>(await inbox.ReceiveAsync(Rig.Patience));
        Assert.Equal(session, said.Session);
        return said.Message;
    }

    public async Task<T> Expect<T>() => Assert.IsType<T>(await Next());

    public async Task<Registered> Register(params LeaseId[] running)
    {
        AskToRegister(running);
        return await Expect<Registered>();
    }

    public void AskToRegister(params LeaseId[] running) =>
        Tell(new Register(name, Incarnation, ProtocolVersion.Current, "host", "0.1", Some.Slots(2), [.. running], 0, Home));

    public void Request(int slot = 0) => Tell(new RequestWork(name, Incarnation, slot));

    public async Task<Assign> Assigned(int slot = 0)
    {
        Request(slot);
        return await Expect<Assign>();
    }

    public async Task<Acknowledge> Report(LeaseId lease, Fact fact)
    {
        Tell(new Report(name, ++number, lease, fact));
        var answer = await Expect<Acknowledge>();
        Assert.Equal(number, answer.Number);
        return answer;
    }

    public void Beat(params LeaseId[] running) => Tell(new Heartbeat(name, Incarnation, [.. running]));

    public void Dispose() => inbox.Dispose();
}
