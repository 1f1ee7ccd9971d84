using System.Collections.Immutable;
using Sweep.Coordinator.Journal;
using Sweep.Coordinator.Scheduling;
using Sweep.Experiments.Sweeps;
using Sweep.Experiments.Trials;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Tests.Scheduling;

/// <summary>A coordinator without disk, network or clock: commands in, effects out, and all the facts kept.</summary>
internal sealed class Life
{
    public static readonly Terms Terms = new(TimeSpan.FromSeconds(30), "http://localhost") { Program = "0.2" };
    private readonly Dictionary<string, Guid> incarnations = [];
    private int incarnation;
    private long number;

    public CoordinatorState State { get; private set; } = new();
    public List<JournalEvent> Events { get; } = [];
    public DateTimeOffset Now { get; set; } = Some.Noon;

    /// <summary>Whether last runs are started twice.</summary>
    public bool LastRunsTwice { get; set; }

    /// <summary>The agents heard lately.</summary>
    public HashSet<string> Online { get; } = [];

    /// <summary>Facts of the last command.</summary>
    public ImmutableArray<JournalEvent> Latest { get; private set; } = [];

    public ImmutableArray<Effect> Send(Command command)
    {
        var decision = Decide.About(command, State, Terms with { LastRunsTwice = LastRunsTwice }, Now, Online.Contains);
        foreach (var e in decision.Events)
            State.Apply(e);
        Events.AddRange(decision.Events);
        Latest = decision.Events;
        return decision.Effects;
    }

    /// <summary>As after a restart of the coordinator.</summary>
    public void Restart() => State = CoordinatorState.Replay(Events);

    public SweepState Submit(SweepSpec spec)
    {
        Send(new SubmitSweep(spec, ""));
        return State.Sweep(spec.Name)!;
    }

    /// <summary>Starts an agent's process: a new incarnation.</summary>
    public ImmutableArray<Effect> Register(string agent, int slots = 1, params LeaseId[] running)
    {
        incarnations[agent] = new Guid(++incarnation, 0, 0, new byte[8]);
        return RegisterAgain(agent, slots, running);
    }

    public ImmutableArray<Effect> RegisterAgain(string agent, int slots, params LeaseId[] running) =>
        Send(new RegisterAgent(new(agent, incarnations[agent], ProtocolVersion.Current, "host", "0.1", Some.Slots(slots), [.. running], 0)));

    /// <summary>A new incarnation whose one slot is another device.</summary>
    public ImmutableArray<Effect> RegisterAs(string agent, string model)
    {
        incarnations[agent] = new Guid(++incarnation, 0, 0, new byte[8]);
        return Send(new RegisterAgent(new(
            agent, incarnations[agent], ProtocolVersion.Current, "host", "0.1", [new(0, "cpu", model)], [], 0)));
    }

    public ImmutableArray<Effect> Ask(string agent, int slot = 0) =>
        Send(new AskForWork(new(agent, incarnations[agent], slot)));

    /// <summary>What the slot is given to train after what it trains.</summary>
    public Assign? Next(string agent, int slot = 0) =>
        Send(new AskForWork(new(agent, incarnations[agent], slot, Ahead: true))).OfType<Reply>().Select(r => r.Message).OfType<Assign>().SingleOrDefault();

    public Assign? Assigned(string agent, int slot = 0) => Ask(agent, slot).OfType<Reply>().Select(r => r.Message).OfType<Assign>().SingleOrDefault();

    public Acknowledgement? Report(LeaseId lease, Fact fact, RunId? run = null) =>
        Send(new RecordReport(new(State.Lease(lease)?.Agent ?? "any", ++number, lease, fact, run ?? State.Lease(lease)?.Run.Id))).OfType<Reply>().Select(r => r.Message).OfType<Acknowledge>().SingleOrDefault()?.Answer;

    public Acknowledgement? Start(LeaseId lease, string? fingerprint = null) => Report(lease, new RunStarted(Some.Provenance(fingerprint)));

    public Acknowledgement? Epoch(LeaseId lease, int epoch)
    {
        var run = State.Lease(lease)!.Run;
        var metrics = Some.Metrics(run.Run.Parameters, epoch);
        return Report(lease, new EpochCompleted(metrics, Some.Checkpoint(metrics, run.Id)));
    }

    public Acknowledgement? End(LeaseId lease, Outcome outcome, string detail = "so it was") => Report(lease, new RunEnded(outcome, detail));

    public Guid Incarnation(string agent) => incarnations[agent];

    /// <summary>Registers, asks, and trains what is assigned to its end.</summary>
    public LeaseId TrainOne(string agent)
    {
        var assign = Assigned(agent)!;
        Start(assign.Lease);
        Train(assign);
        return assign.Lease;
    }

    public void Train(Assign assign)
    {
        for (var epoch = assign.Order.FromEpoch + 1; epoch <= assign.Order.ToEpoch; epoch++)
        {
            Epoch(assign.Lease, epoch);
            if (State.Lease(assign.Lease)!.Run.Diverged)
            {
                End(assign.Lease, Outcome.Diverged);
                return;
            }
        }
        End(assign.Lease, Outcome.Completed);
    }

    public TrialState[] TrialStates(string sweep = "some") => [.. State.Sweep(sweep)!.Trials.Select(CoordinatorState.TrialStateOf)];
}
