using Akka.Actor;
using Akka.Event;
using Sweep.GpuAgent.Ports;
using Sweep.GpuAgent.Runtime;
using Sweep.Protocol.Messages;

namespace Sweep.GpuAgent.Actors;

/// <summary>
/// The agent's mouth and ear in one actor system: passes on what it hears and says what <see cref="AgentRuntime"/> has it say. Keeps
/// nothing that has to survive.
/// </summary>
internal sealed class AgentActor : ReceiveActor, IWithTimers
{
    private readonly AgentRuntime runtime;
    private readonly Line line;
    private ISweepMessage? beat;
    private TimeSpan beatEvery;

    public AgentActor(AgentRuntime runtime, CoordinatorContact contact)
    {
        this.runtime = runtime;
        var coordinator = Context.ActorSelection(contact.Path);
        line = new(contact, coordinator, Self);
        Receive<ISweepMessage>(message => runtime.Hear(line, message, Sender.Path.ToString()));
        Receive<CoordinatorUp>(_ => runtime.Post(new Deciding.CoordinatorUp()));
        Receive<Beating>(Keep);
        Receive<Beat>(_ => coordinator.Tell(beat!));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(AgentRuntime runtime, CoordinatorContact contact) =>
        Akka.Actor.Props.Create(() => new AgentActor(runtime, contact));

    protected override void PreStart() => runtime.Open(line);

    protected override void PostStop() => runtime.Close(line);

    /// <summary>What is said changes more often than it is due: the timer goes on as it was.</summary>
    private void Keep(Beating said)
    {
        beat = said.Heartbeat;
        if (said.Every == beatEvery)
            return;
        beatEvery = said.Every;
        Timers.StartPeriodicTimer(nameof(Beat), Beat.Instance, beatEvery);
    }

    /// <summary>A coordinator has joined the cluster: perhaps another process than the one that this agent knew.</summary>
    internal sealed class CoordinatorUp : INoSerializationVerificationNeeded
    {
        public static readonly CoordinatorUp Instance = new();
    }

    private sealed class Beat : INoSerializationVerificationNeeded
    {
        public static readonly Beat Instance = new();
    }

    private sealed record Beating(ISweepMessage Heartbeat, TimeSpan Every) : INoSerializationVerificationNeeded;

    /// <summary>Used on the agent's own thread.</summary>
    private sealed class Line(CoordinatorContact contact, ActorSelection coordinator, IActorRef self) : ICoordinatorLine
    {
        public string Place => contact.Place;
        public void Say(ISweepMessage message) => coordinator.Tell(message, self);
        public void KeepSaying(ISweepMessage heartbeat, TimeSpan every) => self.Tell(new Beating(heartbeat, every), ActorRefs.NoSender);
        public void Heard(ISweepMessage message) => contact.Heard(message);
    }
}
