using Sweep.Files;
using Sweep.Files.Simulation;

namespace Sweep.Coordinator.Simulation;

/// <summary>A machine of the lab: its clocks, and whether it is awake. What falls due while it sleeps is done when it wakes.</summary>
internal abstract class SimulatedMachine(Timeline timeline) : IDisposable
{
    private readonly List<Action> overslept = [];
    private TimeSpan fellAsleep;
    private bool counts;

    public MachineClock Clock { get; } = new(timeline);

    public bool IsAsleep { get; private set; }

    /// <param name="goesOn">Whether the clock that nobody sets counts the sleep.</param>
    public void FallAsleep(bool goesOn)
    {
        if (IsAsleep)
            return;
        (IsAsleep, fellAsleep, counts) = (true, timeline.Now, goesOn);
    }

    public void WakeUp()
    {
        if (!IsAsleep)
            return;
        IsAsleep = false;
        if (!counts)
            Clock.StoodStill(timeline.Now - fellAsleep);
        var due = overslept.ToArray();
        overslept.Clear();
        foreach (var what in due)
            what();
    }

    /// <summary>The lab is over.</summary>
    public abstract void Dispose();

    /// <summary>Does something on this machine, at once or when it is awake.</summary>
    protected void Do(Action what)
    {
        if (IsAsleep)
            overslept.Add(what);
        else
            what();
    }

    /// <summary>Does something on this machine after a while of its own.</summary>
    protected void After(TimeSpan wait, Action what) => timeline.After(wait, () => Do(what));

    /// <summary>A new disk with the folder that somebody made for the program.</summary>
    protected static SimulatedDisk NewDisk(Dice dice, TimeProvider time, string home)
    {
        var disk = new SimulatedDisk(dice.Below(int.MaxValue), time);
        DurableFolder.Make(disk, home);
        return disk;
    }
}
