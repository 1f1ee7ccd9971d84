using System.Collections.Immutable;
using Sweep.Experiments.Running;
using Sweep.Experiments.Trials;
using Sweep.Files.Simulation;
using Sweep.GpuAgent.Devices;
using Sweep.GpuAgent.Files;
using Sweep.GpuAgent.Deciding;
using Sweep.GpuAgent.Ports;
using Sweep.GpuAgent.Runtime;
using Sweep.Protocol.Messages;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// An agent's machine: the product's interpreter on a simulated disk, with simulated trainers and its end of the network. Somebody starts
/// its process again whenever it has ended.
/// </summary>
internal sealed class SimulatedAgent : SimulatedMachine
{
    /// <summary>On its disk.</summary>
    public const string CheckpointFolder = Home + "/checkpoints";

    private const string Home = "/agent";
    private static readonly TimeSpan Restart = TimeSpan.FromSeconds(5);

    /// <summary>How long reports wait for others at most, to go to disk with them.</summary>
    private static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(0.2);

    private readonly SimulatedLab lab;
    private readonly Dice dice;
    private readonly IReadOnlyList<SlotDevice> devices;
    private readonly Guid home;
    private readonly SimulatedTrainers trainers;
    private AgentInterpreter? program;
    private AgentLine? line;
    private readonly Dictionary<RunOrder, LeaseId> orders = new(ReferenceEqualityComparer.Instance);
    private int life;
    private bool startQueued;
    private bool commitQueued;
    private SimulatedFault diesOf;

    /// <summary>What it last took for its coordinator's word.</summary>
    private ISweepMessage? believed;

    /// <summary>Which of the coordinator's homes it has registered with: what it knows of the store it knows of that one.</summary>
    private int met;

    public SimulatedAgent(SimulatedLab lab, int number, Dice dice)
        : base(lab.Timeline)
    {
        (this.lab, Number, this.dice) = (lab, number, dice);
        Name = FormattableString.Invariant($"agent-{number}");
        home = dice.Id();
        Disk = NewDisk(dice, Clock, Home);
        devices = [.. Enumerable.Range(0, lab.Plan.SlotsEach).Select(slot => new SlotDevice(new(slot, "cpu", "simulated"), null))];
        trainers = new(lab, this, dice);
    }

    public string Name { get; }

    /// <summary>Its node of the network.</summary>
    public int Number { get; }

    public SimulatedDisk Disk { get; }

    /// <summary>What the coordinator knows the node by that it speaks from; null before it has spoken.</summary>
    public string? Node => line?.Peer.Node;

    /// <summary>Where it looks for the coordinator.</summary>
    public int Joined { get; private set; }

    public bool IsUp => program is not null;

    public int Starts { get; private set; }

    /// <summary>Of its process.</summary>
    public Guid Incarnation { get; private set; }

    /// <summary>Whether its data are other data than everybody's.</summary>
    public bool HasOtherData { get; set; }

    /// <summary>Whether every trainer on it crashes.</summary>
    public bool Ails { get; set; }

    /// <summary>Reports that the coordinator does not have yet; none where no process lives.</summary>
    public int Unacknowledged => program?.Look().Unacknowledged ?? 0;

    public bool IsBusy => program?.Look().Busy ?? false;

    /// <summary>Whether reports wait here under a lease that was given out after <paramref name="lease"/>.</summary>
    public bool ReportsAfter(LeaseId lease) => program?.Look().Waiting.Any(waits => waits.Number > lease.Number) ?? false;

    public void Start() => Do(() =>
    {
        startQueued = false;
        if (program is not null)
            return;
        try
        {
            Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            lab.Trail.Say(() => $"{Name} cannot start: {e.Message}");
            End();
            StartAfter(Restart);
        }
        catch (HaltedException)
        {
            Dies();
        }
        catch (Exception e) when (e is not BrokenPromiseException)
        {
            lab.Found("an agent starts on its own disk", e);
        }
    });

    /// <summary>The process ends in the middle of a write, or between that and its sync: when its disk has changed so often.</summary>
    public void DieInAWrite(SimulatedFault how, int changes) => (diesOf, Disk.ChangesLeft) = (how, changes);

    /// <summary>Under which lease a trainer is given this very order; null where it came in an earlier life.</summary>
    public LeaseId? LeaseOf(RunOrder order) => orders.TryGetValue(order, out var lease) ? lease : null;

    /// <summary>The process ends on the spot, and its trainers with it.</summary>
    /// <param name="powerCut">The machine goes with it, and what no sync has put on disk.</param>
    /// <param name="down">After which somebody starts it again.</param>
    public void Crash(bool powerCut, TimeSpan down)
    {
        if (program is null)
            return;
        lab.Trail.Say(() => powerCut ? $"{Name}: power cut" : $"{Name}: killed");
        End();
        if (powerCut)
            Disk.Crash();
        Disk.ChangesLeft = null;
        StartAfter(down);
    }

    /// <summary>Is ended, and started with the coordinator's address of now.</summary>
    public void JoinAnew()
    {
        if (Joined == lab.Coordinator.Place)
            return;
        if (program is null)
            Joined = lab.Coordinator.Place;
        else
            Crash(powerCut: false, TimeSpan.FromSeconds(1));
    }

    /// <summary>Goes on by another connection, as after one that broke.</summary>
    public void Reopen()
    {
        if (program is null)
            return;
        Guarded(() =>
        {
            if (line is { } old)
                program!.Close(old);
            line = new(this, (line?.Number ?? 0) + 1);
            program!.Open(line);
        });
    }

    /// <summary>The coordinator, or another in its place, has been seen.</summary>
    public void SeeCoordinator() => Do(() => On(new CoordinatorUp()));

    /// <param name="restores">How often the coordinator's home had been restored when it was said.</param>
    public void Hear(ISweepMessage message, int ofLine, int restores) => Do(() =>
    {
        if (program is null || line?.Number != ofLine)
            return;
        if (lab.Trail.IsRead)
            lab.Trail.Say(() => $"{Name} <- {message}");
        if (message is InSession { Message: Registered })
            met = restores;
        if (message is InSession { Message: Assign assign })
            orders[assign.Order] = assign.Lease;
        Guarded(() => program.Hear(message, "coordinator"));
    });

    /// <summary>Somebody says something to it who is no coordinator.</summary>
    public void HearStranger(ISweepMessage message) => Do(() =>
    {
        if (program is null)
            return;
        if (lab.Trail.IsRead)
            lab.Trail.Say(() => $"{Name} <- stranger: {message}");
        var (before, inSession) = (program.Look(), program.HasSession);
        believed = null;
        Guarded(() => program.Hear(message, "stranger"));
        if (program is { } still)
            lab.Watch(() => Thrift.SaidByStranger(
                Name, message, before, still.Look(), believed is not null || (inSession && !still.HasSession)));
    });

    /// <summary>Does something on this machine after a while, if the process that asks for it lives as long.</summary>
    public void Later(TimeSpan wait, Action what)
    {
        var ofLife = life;
        After(wait, () =>
        {
            if (ofLife == life)
                Alive(what);
        });
    }

    public override void Dispose() => End();

    private void Open()
    {
        Starts++;
        life++;
        commitQueued = false;
        met = -1;
        Joined = lab.Coordinator.Place;
        Incarnation = dice.Id();
        lab.Thrift.Born(Name, Incarnation);
        program = new(
            new(Name, Incarnation, Name, "simulated", home), devices, new(Home), lab.Plan.Stall, Disk, trainers,
            new SimulatedStore(lab, this, dice), new NoSupplies(), new NoSupplies(), e => Later(TimeSpan.Zero, () => On(e)),
            answer => Later(TimeSpan.Zero, () => Hear(answer)), Clock, lab.AgentLog);
        lab.Trail.Say(() => $"{Name} started");
        Reopen();
        TickAfter();
    }

    private void TickAfter() => Later(lab.Plan.Tick, () =>
    {
        On(Tick.Instance);
        TickAfter();
    });

    private void On(AgentEvent e)
    {
        if (program is not null)
            Guarded(() => program.On(e));
    }

    private void Hear(SessionAnswer answer)
    {
        if (program is not null)
            Guarded(() => program.Hear(answer));
    }

    private void Guarded(Action what) => Alive(() =>
    {
        try
        {
            what();
        }
        catch (Exception e) when (e is BrokenPromiseException or HaltedException)
        {
            throw;
        }
        catch (Exception e)
        {
            lab.Found("an agent never fails over an event", e);
        }
        CommitLater();
    });

    /// <summary>Together with what comes meanwhile.</summary>
    private void CommitLater()
    {
        if (commitQueued || program is not { HasUncommitted: true })
            return;
        commitQueued = true;
        Later(dice.Chance(0.5) ? TimeSpan.Zero : LongestCommit * dice.Unit(), () =>
        {
            commitQueued = false;
            Guarded(() => program?.Commit());
        });
    }

    /// <summary>Does something, and ends the process where it dies of it.</summary>
    private void Alive(Action what)
    {
        try
        {
            what();
        }
        catch (HaltedException)
        {
            // It is no more.
        }
        Dies();
    }

    private void Dies()
    {
        if (!Disk.IsHalted)
            return;
        lab.Tally.Note(diesOf);
        lab.Trail.Say(() => $"--- {diesOf} {Name}");
        End();
        if (diesOf is SimulatedFault.AgentPowerCutInAWrite)
            Disk.Crash();
        Disk.ChangesLeft = null;
        StartAfter(Restart * dice.Unit());
    }

    private void Say(ISweepMessage message, AgentLine from)
    {
        if (Disk.IsHalted)
            return;
        var inside = message is InSession session ? session.Message : message;
        IEnumerable<Report> reports = inside switch { Report one => [one], Reports { Each: var each } => each, _ => [] };
        foreach (var report in reports)
            lab.Watch(() =>
            {
                lab.Promises.Sent(report);
                lab.Thrift.Sent(report);
            });
        var said = new SaidByAgent(message, met, Held(inside));
        var joined = Joined;
        lab.Network.Carry(Number, SimulatedNetwork.Coordinator, () =>
        {
            if (joined == lab.Coordinator.Place)
                lab.Coordinator.Receive(said, from.Peer);
        });
    }

    /// <summary>What it trains and what it has to report, whatever it says itself of that.</summary>
    private ImmutableArray<LeaseId> Held(ISweepMessage message) =>
        message is Heartbeat && program?.Look() is { } look ? look.StandsStill
            ? [.. look.Running, .. look.Ahead] : [.. look.Running, .. look.Ahead, .. look.Waiting] : [];

    private void End()
    {
        life++;
        orders.Clear();
        program?.Dispose();
        program = null;
        trainers.Vanish();
    }

    private void StartAfter(TimeSpan wait)
    {
        if (startQueued)
            return;
        startQueued = true;
        After(wait, Start);
    }

    /// <summary>One connection to the coordinator.</summary>
    private sealed class AgentLine(SimulatedAgent agent, int number) : ICoordinatorLine
    {
        private ISweepMessage? said;
        private TimeSpan interval;
        private int beats;

        public int Number => number;

        public AgentPeer Peer { get; } = new(agent.lab, agent, number);

        public string Place => FormattableString.Invariant($"10.0.0.{agent.Joined + 1}:4053");

        public void Say(ISweepMessage message)
        {
            if (agent.line == this)
                agent.Say(message, this);
        }

        public void KeepSaying(ISweepMessage heartbeat, TimeSpan every)
        {
            said = heartbeat;
            if (every == interval)
                return;
            interval = every;
            BeatAfter(++beats);
        }

        public void Heard(ISweepMessage message) => agent.believed = message;

        private void BeatAfter(int number) => agent.Later(interval, () =>
        {
            if (number != beats || agent.line != this)
                return;
            Say(said!);
            BeatAfter(number);
        });
    }
}
