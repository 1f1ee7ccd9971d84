using Microsoft.Extensions.Logging.Abstractions;
using Serilog;
using Sweep.Coordinator.Scheduling;

namespace Sweep.Coordinator.Simulation;

/// <summary>
/// A whole lab on virtual time: the product's own coordinator and agents on simulated disks, clocks, trainers and a simulated network. It
/// runs on one thread, and everything in it follows from its seed.
/// </summary>
internal sealed class SimulatedLab : IDisposable
{
    private const string Ends = "the sweep ends when nothing disturbs it";

    /// <summary>More than this happens at one moment only where something answers itself.</summary>
    private const int MostAtOnce = 100_000;

    /// <summary>The longest that anything in the product waits by itself: an agent for reports that stand still, twice over.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(45);
    private static readonly TimeSpan AskAgainEvery = TimeSpan.FromSeconds(30);

    private readonly CancellationToken interruption;
    private readonly Misfortunes misfortunes;
    private readonly Dice dice;
    private readonly Dictionary<string, string> fingerprints = [];
    private BrokenPromiseException? broken;
    private int standing;

    /// <param name="say">Takes a line for everything that happens; null says nothing.</param>
    /// <param name="interruption">Ends it between two steps.</param>
    public SimulatedLab(
        long seed, LabPlan? plan = null, FaultMix? mix = null, Action<string>? say = null, CancellationToken interruption = default)
    {
        (Seed, this.interruption) = (seed, interruption);
        dice = new(seed, 0);
        Plan = plan ?? LabPlan.Of(seed);
        Mix = mix ?? FaultMix.Draw(new(seed, 2), Plan.Apart, Plan.IsStill);
        Trail = new(Timeline, say);
        Log = new FindingLog(this).ToLogger();
        Curves = new(SimulatedPeople.EpochMilliseconds);
        Promises = new(Curves);
        Thrift = new(this);
        Network = new(Plan.Agents + 2, Timeline, new(seed, 3), Tally) { Latency = Plan.Latency };
        Network.Follow(Mix);
        Coordinator = new(this, new(seed, 4));
        Agents = [.. Enumerable.Range(1, Plan.Agents).Select(number => new SimulatedAgent(this, number, new(seed, 100 + number)))];
        People = new(this, new(seed, 5));
        Caretaker = new(this, new(seed, 8));
        misfortunes = new(this, new(seed, 6), new(seed, 13));
    }

    public long Seed { get; }
    public LabPlan Plan { get; }
    public Timeline Timeline { get; } = new();
    public Trail Trail { get; }
    public FaultTally Tally { get; } = new();
    public SimulatedNetwork Network { get; }
    public SimulatedCoordinator Coordinator { get; }
    public IReadOnlyList<SimulatedAgent> Agents { get; }
    public SimulatedPeople People { get; }
    public SimulatedCaretaker Caretaker { get; }
    public Misfortunes Misfortunes => misfortunes;
    public Promises Promises { get; }
    public Thrift Thrift { get; }
    public UndisturbedCurves Curves { get; }
    public ILogger Log { get; }
    public Microsoft.Extensions.Logging.ILogger AgentLog { get; } = NullLogger.Instance;

    /// <summary>The faults that exist now.</summary>
    public FaultMix Mix { get; private set; }

    /// <summary>Whether nothing happens any more but what was begun.</summary>
    public bool IsCalm { get; private set; }

    /// <summary>Whether checkpoints cannot be put into the store, nor fetched.</summary>
    public bool StoreFails { get; set; }

    public int EpochsTrained { get; set; }
    public int Commands { get; set; }

    /// <summary>Everything from the first start over the trouble to the end of the last sweep.</summary>
    /// <exception cref="BrokenPromiseException">Something that must hold does not.</exception>
    public void Run()
    {
        Begin();
        People.Begin();
        Caretaker.Begin();
        misfortunes.Begin();
        if (Plan.RestoresLate)
            new LateRestores(this, new(Seed, 15)).Begin();
        if (Plan.HasStranger)
            new SimulatedStranger(this, Plan.Agents + 1, new(Seed, 7)).Begin();
        RunFor(Plan.Trouble);
        Finish();
    }

    /// <summary>Starts the coordinator and all agents.</summary>
    public void Begin()
    {
        Coordinator.Start();
        foreach (var agent in Agents)
            Timeline.After(dice.Seconds(0, 2), agent.Start);
    }

    /// <exception cref="BrokenPromiseException">Something that must hold does not.</exception>
    public void RunFor(TimeSpan time)
    {
        var end = Timeline.Now + time;
        Timeline.After(time, () => { });
        while (Timeline.Now < end)
            Step();
    }

    /// <summary>All trouble ends, everything is asked for, and within a bound it has to be done.</summary>
    /// <exception cref="BrokenPromiseException">It is not.</exception>
    public void Finish()
    {
        CalmDown();
        var bound = Timeline.Now + Bound();
        var askAt = Timeline.Now;
        while (!IsFinished())
        {
            if (Timeline.Now > bound)
                throw new BrokenPromiseException(Ends, WhyNotFinished());
            if (Timeline.Now >= askAt)
            {
                People.AskForAll();
                Caretaker.ResumeAll();
                askAt = Timeline.Now + AskAgainEvery;
            }
            Step();
        }
        Promises.Compare(Coordinator.State, "the end");
        Coordinator.CompareResults();
        Promises.Keeps(Coordinator.State);
        Promises.CheckResults(Coordinator.State);
    }

    /// <summary>From here on nothing new happens, and what can be mended is.</summary>
    public void CalmDown()
    {
        IsCalm = true;
        Trail.Say(() => "--- calm");
        Mix = FaultMix.None;
        Network.Follow(Mix);
        Network.MendAll();
        StoreFails = false;
        foreach (var machine in Agents.Append<SimulatedMachine>(Coordinator))
        {
            machine.Clock.SetRight();
            machine.WakeUp();
        }
        foreach (var disk in Agents.Select(agent => agent.Disk).Append(Coordinator.Disk))
            (disk.SyncFails, disk.Room, disk.SyncTakes, disk.ReadFlips, disk.ChangesLeft) = (false, null, TimeSpan.Zero, 0, null);
        foreach (var agent in Agents)
        {
            (agent.HasOtherData, agent.Ails) = (false, false);
            agent.JoinAnew();
        }
    }

    /// <summary>The data of a sweep on an agent: those that the sweep began with, or others.</summary>
    public string FingerprintFor(SimulatedAgent agent, string sweep)
    {
        if (agent.HasOtherData)
            return new('b', 64);
        return Coordinator.State.Sweep(sweep)?.Data?.Fingerprint ?? new('a', 64);
    }

    /// <summary>Another coordinator is there: who watches for it sees it a little later, or never.</summary>
    public void CoordinatorStarted()
    {
        foreach (var agent in Agents)
        {
            if (dice.Chance(0.8))
                Timeline.After(dice.Seconds(0, 5), agent.SeeCoordinator);
        }
    }

    /// <summary>Runs a check in the middle of the product's code: what it finds is thrown once that has returned.</summary>
    public void Watch(Action check)
    {
        try
        {
            check();
        }
        catch (BrokenPromiseException e)
        {
            broken ??= e;
        }
    }

    /// <summary>Something was found in the middle of the product's code.</summary>
    public void Found(string promise, Exception cause) =>
        broken ??= new(promise, $"{cause.GetType().Name}: {cause.Message}", cause);

    public void Dispose()
    {
        Coordinator.Dispose();
        foreach (var agent in Agents)
            agent.Dispose();
    }

    private void Step()
    {
        interruption.ThrowIfCancellationRequested();
        var before = Timeline.Now;
        Timeline.Step();
        standing = Timeline.Now == before ? standing + 1 : 0;
        if (standing > MostAtOnce)
            throw new BrokenPromiseException(Ends, "nobody waits for anything any more, and time does not go on");
        if (broken is { } found)
            throw found;
    }

    private bool IsFinished() =>
        Coordinator is { IsUp: true, IsWritten: true }
        && People.Specs.Keys.All(name => Coordinator.State.Sweep(name) is { Cancelled: false } sweep
            && Coordinator.State.IsFinished(sweep) && sweep.Runs.All(run => run.Done))
        && Agents.All(agent => agent is { IsUp: true, IsBusy: false, Unacknowledged: 0 });

    /// <summary>As if one slot trained everything again, twice, and everybody waited in between as long as anybody ever does.</summary>
    private TimeSpan Bound()
    {
        var epochs = People.Specs.Count * (Plan.RunsEach + 1) * Plan.LongestRun;
        return LongestWait + (10 * Plan.Lease) + (2 * Plan.Stall) + (2 * epochs * (Plan.Epoch + TimeSpan.FromSeconds(15)));
    }

    private string WhyNotFinished()
    {
        var open = Coordinator.State.Sweeps.SelectMany(sweep => sweep.Runs).Count(run => !run.Done);
        var waiting = Agents.Sum(agent => agent.Unacknowledged);
        return FormattableString.Invariant($"after {Bound().TotalMinutes} minutes {open} runs are open and {waiting} reports wait");
    }
}
