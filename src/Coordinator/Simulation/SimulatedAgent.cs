using Sweep.Experiments.Inputs;
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

    private readonly SimulatedLab lab;
    private readonly Dice dice;
    private readonly IReadOnlyList<SlotDevice> devices;
    private readonly Guid home;
    private readonly SimulatedTrainers trainers;
    private AgentInterpreter? program;
    private AgentLine? line;
    private int life;
    private bool startQueued;

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

    /// <summary>Where it looks for the coordinator.</summary>
    public int Joined { get; private set; }

    public bool IsUp => program is not null;

    public int Starts { get; private set; }

    /// <summary>Whether its data are other data than everybody's.</summary>
    public bool HasOtherData { get; set; }

    /// <summary>Reports that the coordinator does not have yet; none where no process lives.</summary>
    public int Unacknowledged => program?.Look().Unacknowledged ?? 0;

    public bool IsBusy => program?.Look().Busy ?? false;

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
        catch (BadInputException e)
        {
            lab.Found("an agent starts on its own disk", e);
        }
    });

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
        StartAfter(down);
    }

    /// <summary>Ends in good order, and is started again later.</summary>
    public void Leave(TimeSpan down)
    {
        if (program is null)
            return;
        On(new AgentEnds());
        Crash(powerCut: false, down);
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

    public void Hear(ISweepMessage message, int ofLine) => Do(() =>
    {
        if (program is null || line?.Number != ofLine)
            return;
        if (lab.Trail.IsRead)
            lab.Trail.Say(() => $"{Name} <- {message}");
        Guarded(() => program.Hear(message, "coordinator"));
    });

    /// <summary>Does something on this machine after a while, if the process that asks for it lives as long.</summary>
    public void Later(TimeSpan wait, Action what)
    {
        var ofLife = life;
        After(wait, () =>
        {
            if (ofLife == life)
                what();
        });
    }

    public override void Dispose() => End();

    private void Open()
    {
        Starts++;
        life++;
        Joined = lab.Coordinator.Place;
        program = new(
            new(Name, dice.Id(), Name, "simulated", home), devices, new(Home), lab.Plan.Stall, Disk, trainers,
            new SimulatedStore(lab, this, dice), new NoDatasets(), e => Later(TimeSpan.Zero, () => On(e)), Clock, lab.AgentLog);
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

    private void Guarded(Action what)
    {
        try
        {
            what();
        }
        catch (BrokenPromiseException)
        {
            throw;
        }
        catch (Exception e)
        {
            lab.Found("an agent never fails over an event", e);
        }
    }

    private void Say(ISweepMessage message, AgentLine from)
    {
        if (message is Report report)
            lab.Promises.Sent(report);
        var joined = Joined;
        lab.Network.Carry(Number, SimulatedNetwork.Coordinator, () =>
        {
            if (joined == lab.Coordinator.Place)
                lab.Coordinator.Receive(message, from.Peer);
        });
    }

    private void End()
    {
        life++;
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
        private Heartbeat? said;
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

        public void KeepSaying(Heartbeat heartbeat, TimeSpan every)
        {
            said = heartbeat;
            if (every == interval)
                return;
            interval = every;
            BeatAfter(++beats);
        }

        private void BeatAfter(int number) => agent.Later(interval, () =>
        {
            if (number != beats || agent.line != this)
                return;
            Say(said!);
            BeatAfter(number);
        });
    }
}
